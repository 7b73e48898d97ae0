"""The condition language: a closed subset of Python expressions over named facts, three-valued.

Read with the standard `ast` so that every name has a column; nothing of it is ever executed as
Python.
"""

from ppitui.core.conditions.compiling import Compiled, Slots, compile_condition
from ppitui.core.conditions.explaining import in_english
from ppitui.core.conditions.nodes import Name, Node, names_in
from ppitui.core.conditions.parsing import Fault, parse

__all__ = [
    "Compiled",
    "Fault",
    "Name",
    "Node",
    "Slots",
    "compile_condition",
    "in_english",
    "names_in",
    "parse",
]
