"""Words that are names as well: found alone, they need more before they count as a name."""

from __future__ import annotations

from typing import Final

_WORDS = """
january february march april may june july august september october november december
monday tuesday wednesday thursday friday saturday sunday summer autumn winter spring
will can shall must might mark bill rob sue pat art ray drew chase grant chance page case court
frank earnest hope faith joy grace charity constance prudence patience mercy honour dawn eve
angel star sky blue rich dean jack guy rose heather poppy iris ivy hazel violet lily daisy olive
holly willow ginger basil rosemary amber ruby pearl jade crystal coral robin martin
young old white black brown green grey gold silver king queen prince duke knight bishop pope
hill wood woods field fields stone rock long short small little best day days night rain snow frost
storm price bond love law church park parks street bridge lane banks bank wells brook rivers
lake pond marsh north south east west english french scott welsh irish holland london york
bell cash cross flower glass good hall hand hands hardy house lock major sergeant constable judge
just keen lord more moody noble nurse peace power quick read root sharp speed steel strong sweet
true train wall walls ward waters way weeks wild wise worth home farm cottage school college academy
library nursery hospital shop office
"""
ORDINARY: Final = frozenset(_WORDS.split())
