"""Work handed to processes, and taken back whatever becomes of them: a worker that dies loses nothing."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from types import ModuleType

from reportkit.batch.collection import Item
from reportkit.batch.parts import Done, Task, make_part
from reportkit.reading import ReportError

IN_FLIGHT = 256  # tasks that an executor of unknown size holds at once
KILLS = "ends the process that reads it. Expected a report. See whether the file is damaged, and leave it out."


class Workers:
    """An executor, or as many processes of this machine; those are begun anew when one of them has died."""

    def __init__(self, executor: Executor | None, jobs: int):
        self.given, self.jobs = executor, jobs
        self.own: ProcessPoolExecutor | None = None
        self.in_flight = IN_FLIGHT if executor else 2 * jobs

    def submit(self, task: Task) -> Future:
        """Hand over a task."""
        if self.given is not None:
            try:
                return self.given.submit(make_part, task)
            except (BrokenExecutor, RuntimeError) as error:
                raise ReportError(
                    f"executor: takes no more work ({error or type(error).__name__}). Expected one that is running. "
                    "Build again with a new one: what is done is kept."
                ) from None
        try:
            return self._process(task)
        except BrokenExecutor:
            self.close()
            return self._process(task)

    def close(self) -> None:
        """End the processes, if they are our own."""
        if self.own is not None:
            self.own.shutdown(cancel_futures=True)
            self.own = None

    def _process(self, task: Task) -> Future:
        self.own = self.own or ProcessPoolExecutor(self.jobs, get_context("spawn"), begin)
        with _script_hidden():
            return self.own.submit(make_part, task)


def results(tasks: Iterable[Task], workers: Workers) -> Iterator[Done]:
    """What becomes of each task, in the order in which they end. One whose worker dies twice is looked into."""
    waiting, running, died, suspects = deque(tasks), {}, Counter(), []
    try:
        while waiting or running:
            while waiting and len(running) < workers.in_flight:
                task = waiting.popleft()
                running[workers.submit(task)] = task
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                task = running.pop(future)
                if done := _result(future):
                    yield done
                    continue
                died[task.bits] += 1
                (waiting if died[task.bits] == 1 else suspects).append(task)
    finally:
        for future in running:  # stopped: an executor that goes on need not make what nobody waits for
            future.cancel()
    for task in suspects:
        yield _result(workers.submit(task)) or _taken_apart(task, workers)


def _taken_apart(task: Task, workers: Workers) -> Done:
    """Each file for itself, nothing written, to know which one kills; then the others."""
    bad: list[Item] = []
    for item in task.items:
        if _result(workers.submit(task._replace(items=[item], write=False))) is None:
            bad.append(item)
    done = _result(workers.submit(task._replace(items=[item for item in task.items if item not in bad])))
    if done is None:
        raise ReportError(
            f"{task.items[0].name} and {len(task.items) - 1} others: end the process that reads them together. "
            "Expected workers with memory for them. Build with fewer jobs: what is done is kept."
        )
    return done._replace(errors=[*done.errors, *((item.name, KILLS) for item in bad)])


def _result(future: Future) -> Done | None:
    """What a task gave; None if its worker died."""
    try:
        return future.result()
    except ReportError:
        raise
    except (Exception, CancelledError) as error:
        if isinstance(error, (BrokenExecutor, CancelledError)) or type(error).__name__ == "KilledWorker":  # of Dask
            return None
        raise ReportError(
            f"executor: a worker failed ({type(error).__name__}: {error}). Expected workers with the same reportkit, "
            "and the same folders, as here. Look into their log; what is done is kept."
        ) from error


def processes(jobs: int | None) -> int:
    """How many processes: as many as asked for, else as this machine lets us have at once."""
    if jobs is not None:
        if not isinstance(jobs, int) or isinstance(jobs, bool) or jobs < 1:
            raise ValueError(
                f"jobs {jobs!r}: is no number of processes. Expected 1 or more. Leave it out for all cores."
            )
        return jobs
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def begin() -> None:
    """What a process does first: leave Ctrl-C to the one that began it, and end when that one is gone."""
    # Rows hold no cycles: to look for some at every 700 objects takes a twentieth of the time.
    gc.set_threshold(100_000)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=lambda: (parent_process().join(), os._exit(1)), daemon=True).start()


@contextmanager
def _script_hidden() -> Iterator[None]:
    """Begin processes that do not run the user's script once more: it may well begin with a build."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
