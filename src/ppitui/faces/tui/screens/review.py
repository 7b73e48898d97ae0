"""A supervisor decides: one route at a time, with a reason."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from ppitui.desk.deciding import decide_route, send_back, sign_off
from ppitui.desk.desk import Desk, OpenCase
from ppitui.desk.proof import Unconfirmed
from ppitui.desk.telling import DECISION_WORDS, STATUS_WORDS, needs_lines, reasons
from ppitui.errors import PpituiError
from ppitui.faces.tui.safe import SafeInput, told
from ppitui.faces.tui.screens.passphrase import PassphraseScreen
from ppitui.faces.tui.sizes import OneSize
from ppitui.faces.tui.widgets.choices import Choices
from ppitui.faces.tui.widgets.marking import Marking
from ppitui.faces.tui.widgets.wrong import Wrong

_WAITS = ("recommend", "consider", "open")


class ReviewScreen(OneSize, Screen[None]):
    """The routes that wait; a, d or r with a reason in the line below."""

    CSS_PATH = "review.tcss"
    AUTO_FOCUS = "#routes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "decide('approve')", "approve", id="review.approve"),
        Binding("d", "decide('decline')", "decline", id="review.decline"),
        Binding("r", "decide('return')", "return", id="review.return"),
        Binding("s", "decide('sign off')", "sign off", id="review.sign_off"),
        Binding("escape", "back", "back", id="review.back"),
    ]

    def __init__(self, desk: Desk, opened: OpenCase) -> None:
        super().__init__()
        self.desk = desk
        self.opened = opened
        self.deciding = ""
        self.route = ""

    def compose(self) -> ComposeResult:
        """Routes, why, reason."""
        yield Marking(f"decide case {self.opened.case.reference}")
        yield Wrong()
        yield Choices(id="routes")
        with VerticalScroll(id="why-panel"):
            yield Static(id="why", markup=False)
        yield SafeInput(
            placeholder="a, d, r or s above; then the reason here", id="reason", disabled=True
        )
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show what waits."""
        self.show()

    def show(self) -> None:
        """The routes anew."""
        result = self.desk.result(self.opened)
        listed = self.query_one("#routes", Choices)
        at = listed.highlighted
        listed.clear_options()
        for route in result.routes:
            decided = self.opened.case.decisions.get(route.id)
            if route.status in _WAITS or decided:
                words = (
                    f"{DECISION_WORDS[decided.decision]}: {decided.reason}"
                    if decided
                    else f"waits, {STATUS_WORDS[route.status]}"
                )
                listed.add_option(Option(told(f"{route.id:<26}{words}"), id=route.id))
        if listed.option_count:
            listed.highlighted = min(at or 0, listed.option_count - 1)
        else:
            self.query_one("#why", Static).update(
                told("No route is proposed. s signs the case off.")
            )

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
        self.query_one("#why", Static).update(told(*lines))

    def action_decide(self, decision: str) -> None:
        """Ask for the reason; what is decided is settled here and named, whatever moves meanwhile."""
        listed = self.query_one("#routes", Choices)
        about_case = decision in ("return", "sign off")
        if not about_case and listed.highlighted is None:
            self.query_one(Wrong).say("no route is proposed; r returns the case, s signs it off")
            return
        self.deciding = decision
        self.route = ""
        if not about_case:
            self.route = str(listed.get_option_at_index(listed.highlighted or 0).id)
        line = self.query_one("#reason", Input)
        line.disabled = False
        line.placeholder = f"{decision} {self.route or 'the case'}: why? (Esc leaves it)"
        self.set_focus(line)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Save the decision."""
        event.stop()
        wrong = ""
        reason = event.value
        try:
            if self.deciding == "return":
                send_back(self.desk, self.opened, event.value)
            elif self.deciding == "sign off":
                sign_off(self.desk, self.opened, event.value)
            else:
                decide_route(self.desk, self.opened, self.route, self.deciding, event.value)
        except Unconfirmed:
            self._sign(reason)
            return
        except PpituiError as why:
            wrong = str(why)
        self.query_one(Wrong).say(wrong)
        if wrong:
            return
        if self.deciding == "return":
            self.dismiss(None)
            return
        self._leave_reason()
        self.show()

    def _sign(self, reason: str) -> None:
        """Ask for the passphrase, then decide again."""

        def signed(done: bool | None) -> None:
            line = self.query_one("#reason", Input)
            if done:
                self.on_input_submitted(Input.Submitted(line, reason))

        self.app.push_screen(PassphraseScreen(self.desk), signed)

    def _leave_reason(self) -> None:
        line = self.query_one("#reason", Input)
        line.value = ""
        line.placeholder = "a, d, r or s above; then the reason here"
        line.disabled = True
        self.set_focus(self.query_one("#routes"))

    def action_back(self) -> None:
        """From the reason to the routes; from the routes to the case."""
        if self.query_one("#reason").has_focus:
            self._leave_reason()
        else:
            self.dismiss(None)
