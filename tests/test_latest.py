"""Questions in worker threads: one at a time, the last one wins, errors are told."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

from textual.app import App

from tui.latest import Latest


class Asking(App[None]):
    """An app that keeps the answers it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[str] = []
        self.errors: list[str] = []
        self.latest: Latest[str] = Latest(self, "test", self.answers.append, lambda e: self.errors.append(str(e)))


async def settled(app: Asking, pilot: object) -> None:
    while app.latest.busy:
        await app.workers.wait_for_complete()
        await pilot.pause()  # type: ignore[attr-defined]


def test_of_many_questions_the_first_and_the_last_are_answered() -> None:
    async def run() -> None:
        app = Asking()
        gate, asked = threading.Event(), []

        def question(number: int) -> Callable[[Callable[[], bool]], str]:
            def ask(_cancelled: Callable[[], bool]) -> str:
                asked.append(number)
                if number == 0:
                    gate.wait(10)
                return str(number)

            return ask

        async with app.run_test() as pilot:
            for number in range(20):
                app.latest.ask(question(number))
            gate.set()
            await settled(app, pilot)
        assert asked == [0, 19]
        assert app.answers == ["0", "19"]

    asyncio.run(run())


def test_a_running_question_is_told_that_it_is_cancelled() -> None:
    async def run() -> None:
        app = Asking()
        gate = threading.Event()

        def slow(cancelled: Callable[[], bool]) -> str:
            gate.wait(10)
            if cancelled():
                raise InterruptedError
            return "slow"

        async with app.run_test() as pilot:
            app.latest.ask(slow)
            app.latest.ask(lambda _cancelled: "quick")
            gate.set()
            await settled(app, pilot)
        assert app.answers == ["quick"]
        assert app.errors == []

    asyncio.run(run())


def test_an_error_is_told_and_the_next_question_answered() -> None:
    async def run() -> None:
        app = Asking()

        def broken(_cancelled: Callable[[], bool]) -> str:
            raise ValueError("no such thing")

        async with app.run_test() as pilot:
            app.latest.ask(broken)
            await settled(app, pilot)
            app.latest.ask(lambda _cancelled: "fine")
            await settled(app, pilot)
        assert app.errors == ["no such thing"]
        assert app.answers == ["fine"]

    asyncio.run(run())
