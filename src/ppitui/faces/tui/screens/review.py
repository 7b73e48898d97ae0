"""A supervisor decides: one route at a time, with a reason."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from ppitui.desk.commands import Command
from ppitui.desk.deciding import decide_route, send_back, sign_off
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.overriding import override_mark
from ppitui.desk.proof import Unconfirmed
from ppitui.desk.reviewing import look, review_lines
from ppitui.desk.telling import DECISION_WORDS, needs_lines, reasons
from ppitui.desk.words import STATUS_WORDS
from ppitui.errors import PpituiError
from ppitui.faces.tui.commanding import Commanding
from ppitui.faces.tui.safe import SafeInput, headed, told
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.choices import Choices, Lettered
from ppitui.faces.tui.widgets.line import CommandInput
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.wrong import Wrong

_GOES_NOWHERE = "what is typed goes nowhere until Esc"
_WAITS = ("recommend", "consider", "open")


class ReviewScreen(OneSize, Commanding, Screen[None]):
    """The routes that wait; a, d or r with a reason in the line below."""

    CSS_PATH = "review.tcss"
    AUTO_FOCUS = "#routes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "decide('approve')", "approve", id="review.approve"),
        Binding("d", "decide('decline')", "decline", id="review.decline"),
        Binding("r", "decide('return')", "return", id="review.return"),
        Binding("s", "decide('sign off')", "sign off", id="review.sign_off"),
        Binding("q", "act('ask')", "ask", id="review.ask"),
        Binding("o", "act('override')", "override", id="review.override"),
        Binding("k", "act('countersign')", "counter-sign", id="review.countersign", show=False),
        Binding("p", "act('aggressor')", "primary aggressor", id="review.roles", show=False),
        Binding("slash", "act('')", "command", id="review.command", show=False),
        Binding("pagedown", "read(1)", "read on", id="review.down", show=False, priority=True),
        Binding("pageup", "read(-1)", "read back", id="review.up", show=False, priority=True),
        Binding("escape", "back", "back", id="review.back"),
    ]

    def __init__(self, desk: Desk, opened: OpenCase) -> None:
        super().__init__()
        self.desk = desk
        self.opened = opened
        self.deciding = ""
        self.route = ""
        self.sheet: list[str] = []

    def compose(self) -> ComposeResult:
        """Routes, why, reason."""
        yield Marking(f"decide case {self.opened.case.reference}")
        yield Wrong()
        yield Lettered(id="routes")
        with VerticalScroll(id="why-panel"):
            yield Static(id="why", markup=False)
        yield CommandInput(
            placeholder="one of the keys below; then the reason here", id="reason", disabled=True
        )
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show what waits, and what matters of the case."""
        self.sheet = look(self.desk, self.opened)
        self.show()
        self.watch_others()

    def others_came(self, count: int) -> None:
        """What matters, anew; what is being typed, and on which route, stays."""
        self.tell(f"{count} new in the thread, by somebody else. /history new shows it.")

    def show(self) -> None:
        """The routes anew; the bar stays on its route, whatever came above it."""
        result = self.desk.result(self.opened)
        listed = self.query_one("#routes", Choices)
        at = listed.highlighted
        was = "" if at is None else listed.get_option_at_index(at).id
        listed.clear_options()
        for route in result.routes:
            decided = self.opened.case.decisions.get(route.id)
            override = self.opened.case.overrides.get(route.id)
            if route.status in _WAITS or decided or override:
                words = (
                    f"{DECISION_WORDS[decided.decision]}: {decided.reason}"
                    if decided
                    else f"waits, {STATUS_WORDS[route.status]}"
                )
                words += override_mark(override) if override else ""
                listed.add_option(Option(told(f"{route.id:<26}{words}"), id=route.id))
        if listed.option_count:
            ids = [one.id for one in listed.options]
            listed.highlighted = ids.index(was) if was in ids else 0
        else:
            self.query_one("#why", Static).update(
                headed(["No route is proposed. s signs the case off.", "", *self.sheet])
            )
        self.refresh_bindings()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Why this one."""
        result = self.desk.result(self.opened)
        route = result.route(str(event.option.id))
        known = self.opened.pack.routes[route.id]
        lines = [
            f"{known.name}: {known.purpose}",
            "",
            *(f"- {one}" for one in reasons(result, route)),
        ]
        lines += [f"to weigh: {self.opened.pack.codes[code]}" for code in route.codes]
        if route.status == "open":
            lines += list(needs_lines(result, route))
        self.query_one("#why", Static).update(headed([*lines, "", *self.sheet]))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a case on which nothing waits is signed off."""
        if action != "decide" or parameters[0] != "sign off":
            return True
        return not self.opened.case.proposed - set(self.opened.case.decisions)

    def on_lettered_stray(self, event: Lettered.Stray) -> None:
        """Words are typed where nothing asked for any; or Esc ended them."""
        event.stop()
        if event.begins:
            self.query_one(Wrong).say(f"that key does nothing now; {_GOES_NOWHERE}")
        else:
            self.query_one(Wrong).tell("")

    def action_decide(self, decision: str) -> None:
        """Ask for the reason; what is decided is settled here and named, whatever moves meanwhile."""
        listed = self.query_one("#routes", Choices)
        about_case = decision in ("return", "sign off")
        if not about_case and listed.highlighted is None:
            words = f"no route is proposed; r returns the case, s signs it off; {_GOES_NOWHERE}"
            self.query_one(Wrong).say(words)
            self.query_one(Lettered).stray = True
            return
        self.deciding = decision
        self.route = ""
        if not about_case:
            self.route = str(listed.get_option_at_index(listed.highlighted or 0).id)
        line = self.query_one("#reason", Input)
        line.disabled = False
        line.placeholder = f"{decision} {self.route or 'the case'}: why? (Esc leaves it)"
        self.set_focus(line)

    def action_act(self, name: str) -> None:
        """Begin a command in the line below; of an override or a counter-signature with the route on the bar."""
        listed = self.query_one("#routes", Choices)
        at = listed.highlighted
        route = "" if at is None else f"{listed.get_option_at_index(at).id} "
        self.deciding, self.route = "", ""
        line = self.query_one("#reason", Input)
        line.disabled = False
        line.placeholder = "a command (Esc leaves it)"
        line.value = f"/{name} " if name else "/"
        line.value += route if name in ("override", "countersign") else ""
        self.set_focus(line)
        line.cursor_position = len(line.value)

    def action_read(self, pages: int) -> None:
        """Scroll what matters of the case, wherever the focus is."""
        panel = self.query_one("#why-panel", VerticalScroll)
        panel.scroll_relative(y=pages * max(1, panel.size.height - 1), animate=False)

    def tell(self, words: str) -> None:
        """On top, with what matters anew."""
        self.sheet = list(review_lines(self.desk, self.opened))
        self.show()
        super().tell(words)

    def do_return(self, reason: str) -> None:
        """Return the case; there is nothing more to decide here then."""
        send_back(self.desk, self.opened, reason)
        self.dismiss(None)

    def doing(self, command: Command, rest: str) -> None:
        """A command; the line is done with once it was carried out."""
        super().doing(command, rest)
        self._leave_reason()

    def entered(self, line: SafeInput) -> None:
        """Save the decision, or carry out the command that stands in its place."""
        if self.deciding:
            self.decided(line.value)
        else:
            self.command_line(line.value)

    def decided(self, reason: str) -> None:
        """Save what is decided, for this reason."""
        try:
            if self.deciding == "return":
                self.do_return(reason)
                return
            if self.deciding == "sign off":
                sign_off(self.desk, self.opened, reason)
            else:
                decide_route(self.desk, self.opened, self.route, self.deciding, reason)
        except Unconfirmed as wanted:
            self.sign(wanted, partial(self.decided, reason))
            return
        except PpituiError as why:
            self.wrong(str(why))
            return
        self.wrong("")
        self._leave_reason()
        self.show()

    def _leave_reason(self) -> None:
        line = self.query_one("#reason", Input)
        line.value = ""
        line.placeholder = "one of the keys below; then the reason here"
        line.disabled = True
        self.set_focus(self.query_one("#routes"))

    def action_back(self) -> None:
        """From the reason to the routes; from the routes to the case."""
        if self.query_one("#reason").has_focus:
            self._leave_reason()
        else:
            self.dismiss(None)
