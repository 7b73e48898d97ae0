"""Why each sort of finding matters to the people behind a case, and how to mend it where the finding says no more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Why(NamedTuple):
    """Why it matters; and how to mend it, unless the finding itself says."""

    why: str
    mend: str


_NAMES = "A name that is not there reads nothing: what hangs on it would silently never happen."
_READ = "A file that cannot be read whole is not used at all, so that nobody works on half a definition."
_WORDS = "Words are read by tired people, by children and by people harmed: what is unclear or unfair there does harm."
_LETTER = (
    "A letter that is wrong can give somebody away, or go out with a gap where a warning should be."
)
_ALIKE = "Two things of one name: nobody could say which of them counts."
_SHAPE = "A key that is not read does nothing, although whoever wrote it believes that it does."

WHYS: Mapping[str, Why] = {
    # whether a file can be read
    "YAML": Why(_READ, "Put the file right at this place; the lines before it are read."),
    "NOT_UTF8": Why(_READ, "Save it as UTF-8."),
    "TOO_BIG": Why(_READ, "Make several files of it."),
    "TOO_DEEP": Why(_READ, "Write it flatter."),
    "TWO_DOCUMENTS": Why(_READ, "Make two files of it."),
    "HIDDEN_CHARACTER": Why(
        "A character that nobody sees can make a text read otherwise than it is, or run on a terminal.",
        "Type the line anew.",
    ),
    "ALIAS": Why("What is written in one place and read in another is overlooked.", "Write it out."),
    "TAG": Why("A tag can make data run as a program.", "Take the tag out."),
    "NOT_ALLOWED": Why(
        "What is outside the plain part of the language can run, loop for ever or show more than it may.",
        "Keep to what CONTRIBUTING.md lists.",
    ),
    "DUPLICATE_KEY": Why("Of two equal keys one would be lost without a word.", "Keep one of them."),
    "KIND": Why(_READ, "Begin the file with `kind:` and one of the known kinds."),
    "KIND_FIRST": Why("Whoever opens the file sees first what it is.", "Move `kind:` to the top."),
    # the shape of what is in it
    "KEY": Why(_SHAPE, "Correct the key, or take it out."),
    "MISSING": Why(
        "What is missing here is what people later need: who owns it, where it comes from, what it is for.",
        "Add what is missing.",
    ),
    "WORD": Why(_NAMES, "Use one of the known words."),
    "TYPE": Why("A value of another sort would be read as something that nobody meant.", "Write it as expected."),
    "OUTSIDE": Why("A number that nobody can have meant stops a clock, or lets a rule speak of everybody or of nobody.",
                   "Keep within its limits, or say why they are wrong and change them."),
    "PATTERN": Why("Names, days and times are written one way, so that a wrong one is found.", "Write it as expected."),
    "EMPTY": Why("Something empty looks like a decision and is none.", "Fill it, or take it out."),
    "SHAPE": Why(_SHAPE, "Write it as the schema and CONTRIBUTING.md show."),
    "VALUE": Why("A value that cannot be read would stand for nothing.", "Use a value that the fact may read."),
    "RANGE": Why("A range that holds nothing, or more than the fact, gives answers that no rule expects.",
                 "Set both ends right."),
    "DATE": Why("A policy without a true day cannot be shown to have been in force.", "Give the day as YYYY-MM-DD."),
    "RESERVED": Why("That word already means not known, or a number to choose by.", "Choose another id."),
    # names
    "UNKNOWN_NAME": Why(_NAMES, "Correct the name, or define it first."),
    "UNKNOWN_FACT": Why(_NAMES, "Correct the name, or define the fact in facts.yaml."),
    "TWICE": Why(_ALIKE, "Give one of them another name, or take it out."),
    "CYCLE": Why("Names that read one another in a circle have no value at all.", "Let one of them read facts."),
    "CONDITION": Why("A condition that is not understood is never so, and the rule behind it never helps anybody.",
                     "Write it in the language of the rules; the caret shows where it stops making sense."),
    "READS": Why("A fact read from the wrong sort of thing reads nonsense.", "Name a fact of the right type."),
    "SETTLES": Why("An answer that cannot settle its fact would leave the fact not known for ever.",
                   "Let it settle a fact that can read this."),
    "SCOPE": Why("What is true of one person harmed must not be taken as true of all.", "Ask it of each person."),
    "SAFETY": Why("Only a person's own answer may say that there is no danger.", "Leave it not known."),
    "PLACEHOLDER": Why("A gap in a question would be read out as it stands.", "Use one of the known placeholders."),
    # what the whole pack does
    "NO_EFFECT": Why("A rule that leads to nothing looks as if it covered a danger.", "Let something follow."),
    "NEVER_FIRES": Why("A rule that can never be met looks as if a danger were covered, and protects nobody.",
                       "Look at each part against the others, or take the rule out."),
    "NEVER_SO": Why("A part of a rule that can never be so looks as if a danger were covered, and protects nobody.",
                    "Set the number within what the fact can read."),
    "BROKEN": Why("A promise holds for everybody, or it is none: there is a person whom this pack lets down.",
                  "Look at the case that is shown, and mend the rule that lets it through."),
    "UNUSED": Why("What nothing uses is taken for part of the rules by whoever reads them.", "Use it, or take it out."),
    "UNREACHABLE": Why("What nobody can reach is never asked or recommended, although it stands there.",
                       "Give a way to it, or take it out."),
    "LATER": Why("A gate that reads what is asked later stays shut the first time round.", "Change the order."),
    "NEVER_ASKED": Why("A rule on a fact that nothing settles never fires from a case.",
                       "Ask a question that settles the fact, or let the rule read another."),
    "NEVER_OFFERED": Why("A rule on an answer that nobody can give never fires from a case.",
                         "Offer it as a choice, or let the rule read another."),
    "UNREAD": Why("A question that changes nothing costs time and asks people for more than is needed.",
                  "Let a rule read it, take the question out, or say why it stays: `kept_because:`."),
    "NO_GRADE": Why("Without a grade every tier stays open, and the conference on the highest risks with it.",
                    "Ask an instrument that settles risk_grade, such as grade."),
    "ASKED_OF": Why("Nobody may be asked about the offence outside an interview: it could be used against them.",
                    "Read it from the record, or observe it; `may_ask` marks what may be asked."),
    "ADULT_ROUTE": Why("A child could be sent to a service for adults.", "Add adult_routes to `in:`."),
    "NO_SERVICE": Why("A referral to nobody helps nobody, and is not noticed until it is late.",
                      "Add it to services.yaml, or set `service: false` where it needs none."),
    "SERVICE_ADDRESS": Why("A letter that goes nowhere is missed by nobody until it is late.",
                           "Add `address:`, where referrals go, such as a secure e-mail address."),
    "SERVICE_CHECKED": Why("A service that has closed, or is full, is not noticed until somebody is sent there.",
                           "Ask the service, then add `checked_on:` with that day."),
    "GROUND": Why("A letter that may leave on two grounds, or on none, is one that nobody can answer for afterwards.",
                  "Let exactly one ground be usual for every letter."),
    "BAND_SCORE": Why("Bands of a score that is not there place nobody.", "Name a number that exists."),
    "BAND_GAP": Why("A person whose score lies in no band is told nothing, and nobody notices.",
                    "Widen a band: what nobody banded is read by nobody."),
    "BAND_OVERLAP": Why("A score in two bands is told as whichever is read first.",
                        "A score is in one band: move one of the two ends."),
    "BAND_EMPTY": Why("A band that no score reaches looks as if a danger were covered.",
                      "Move its ends, or take it out."),
    "PROMISE": Why("A promise that says two things proves neither.", "Make two promises of it."),
    "MAPPING": Why("What a mapping leaves unclear would put words into somebody's mouth.", "Write one step as shown."),
    "CASE_DIFFERS": Why("A case that somebody thought through no longer comes out as they said it must.",
                        "Mend the rule or the policy value; or, if the case is meant to lie on a threshold that moved,"
                        " move its facts; or, if it is to come out so now, change what it expects and say why."),
    "CASE_EMPTY": Why("A test that asks for nothing passes whatever happens.", "Say what must come of it: `expect:`."),
    # words
    "BANNED": Why(_WORDS, "Say it in the words that are listed for this reader."),
    "ACRONYM": Why(_WORDS, "Write it out where it is first read: Full Name (ABC)."),
    "LONG": Why(_WORDS, "Make two of it."),
    "TWO_QUESTIONS": Why("Of two questions in one nobody knows which was answered.", "Make two questions of it."),
    "DOUBLE_NEGATIVE": Why("Two noes are answered the wrong way round.", "Ask it the other way round."),
    "WHY": Why("People answer better, and more willingly, when they know why they are asked.", "Give the reason."),
    "OWN_NOT_KNOWN": Why("Not known as a choice would count as an answer.", "Take the choice out."),
    "READING_AGE": Why("A child who does not understand a question cannot answer it.", "Use shorter words."),
    # letters
    "TEMPLATE": Why(_LETTER, "Mend the template at this line."),
    "HEAD": Why(_LETTER, "Begin the letter with its head between two lines of ---."),
    "FRAME": Why("Header and footer carry the marking, the case and what pins the letter.", "Put them back."),
    "FOLDER": Why("The folder says who reads a letter: in the wrong one it could be given to the wrong reader.",
                  "Move the letter."),
    "MARKING": Why("The marking tells whoever holds the letter how to keep it.", "Set the marking of its reader."),
    "AUDIENCE": Why("What this reader must not learn could endanger somebody.", "Take the field out."),
    "NOT_LISTED": Why("A letter reads only what its head lists, so that anybody can see what it tells.",
                      "Add the field to `fields:`, or take it out of the text."),
    "NOT_USED": Why("A field that is listed and not read lets more into a letter than it needs.",
                    "Take it out: list only what is needed."),
    "NOT_A_LIST": Why(_LETTER, "Go through a list only."),
    "NOT_TEXT": Why(_LETTER, "Print text only."),
    "LETTERHEAD": Why(_LETTER, "Save the letterhead anew as a plain Word file."),
    "MARK": Why("A mark that nothing reads looks as if something were watched.", "Use a mark that is known."),
    # files that somebody gives
    "ANSWER": Why("An answer that is none would be lost.", "Give one of the answers that the question offers."),
    "JOURNEY": Why("Nobody knows which questions to ask.", "Name one of the journeys that there are."),
    "PERSON": Why("Somebody who is not entered right is not protected.", "Give at least a name."),
    "OVER": Why("A case file is read as one with the file beneath it.", "Name a file beside this one."),
}  # fmt: skip
_OTHERWISE = Why("It is not as a definition has to be.", "See CONTRIBUTING.md.")


def why(id: str) -> Why:
    """Why a finding of this id matters, and how to mend it."""
    return WHYS.get(id, _OTHERWISE)
