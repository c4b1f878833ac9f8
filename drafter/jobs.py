"""Do the same work on many files, in order: in this process, in worker processes here, or on a dask.distributed cluster.

Files go out in chunks and results come back in the order the files came, whoever finished first: what is made of them does not
depend on the number of workers (docs/decisions/0014).
"""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from itertools import chain, islice
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Protocol, TypeVar

from drafter.errors import JobError

CHUNK = 64  # files a chunk: with fewer, handing them out costs more than reading them (docs/decisions/0014)
AHEAD = 2  # chunks out for each worker: one that it reads, one that waits for it; more would only fill memory
GRACE = 2.0  # seconds that workers get to end what they are at, after an error or Ctrl-C
MOST = 8  # workers unless told: one process writes the bank, and two or three readers of short texts keep it busy (docs/decisions/0014)
WAIT = 10  # seconds to wait for a scheduler, and for a worker of it
GONE = "已经做好的都在，再运行同一条命令，会从断的地方接着做"

T = TypeVar("T")
R = TypeVar("R")


class Crew(Protocol):
    """Workers that were set to work by a `with`."""

    workers: int

    def submit(self, work: Callable[[list[T]], list[R]], tasks: list[T]) -> Any: ...

    def result(self, future: Any) -> Any: ...


def fitting(files: int, chunk: int = CHUNK) -> int:
    """How many processes are worth starting for that many files: as many as there are cores to use, or 1 for less than two chunks."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST) if files >= 2 * chunk else 1


def crew(number: int | None = None, scheduler: str = "", *, files: int = 0, chunk: int = CHUNK) -> AbstractContextManager[Crew | None]:
    """The workers to use for so many files: a cluster's, that number of processes, or as many as fit; None does without."""
    if scheduler:
        return Cluster(scheduler)
    workers = number or fitting(files, chunk)
    return Processes(workers) if workers > 1 else nullcontext()


def ordered(work: Callable[[list[T]], list[R]], tasks: Iterable[T], wanted: Callable[[T], bool],
            crew: Crew | None, chunk: int = CHUNK) -> Iterator[tuple[T, R | None]]:
    """Each task with what `work` made of it, in the order they came; one that is not `wanted` goes by with None.

    Without a crew the tasks are done one by one in this process. Raises JobError where workers are lost.
    """
    if crew is None:
        for task in tasks:
            yield task, work([task])[0] if wanted(task) else None
        return
    chunks = _chunks(tasks, wanted, chunk)
    first = list(islice(chunks, 2))
    if len(first) < 2 and isinstance(crew, Processes):  # less than starting a process costs
        yield from ordered(work, chain(*first), wanted, None)
        return
    out: deque[tuple[list[T], Any]] = deque()
    for part in chain(first, chunks):
        asked = [task for task in part if wanted(task)]
        out.append((part, crew.submit(work, asked) if asked else None))
        if len(out) >= AHEAD * crew.workers:
            yield from _paired(*out.popleft(), wanted, crew)
    while out:
        yield from _paired(*out.popleft(), wanted, crew)


def _chunks(tasks: Iterable[T], wanted: Callable[[T], bool], size: int) -> Iterator[list[T]]:
    """The tasks in runs of so many wanted ones; the others stay at their places between them, or pass in long runs of their own."""
    chunk: list[T] = []
    count = 0
    for task in tasks:
        chunk.append(task)
        count += wanted(task)
        if count == size or (not count and len(chunk) == 16 * size):
            yield chunk
            chunk, count = [], 0
    if chunk:
        yield chunk


def _paired(chunk: list[T], future: Any, wanted: Callable[[T], bool], crew: Crew) -> Iterator[tuple[T, R | None]]:
    results = iter(crew.result(future) if future is not None else ())
    for task in chunk:
        yield task, next(results) if wanted(task) else None


class Processes:
    """Worker processes on this machine; they end when this process ends, however it ends."""

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def __enter__(self) -> Processes:
        context = multiprocessing.get_context("spawn")  # the same everywhere, and no lock of a thread is copied
        self._held, self._line = context.Pipe(duplex=False)
        self._pool = ProcessPoolExecutor(self.workers, context, _begin, (self._held,))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        late = threading.Timer(GRACE, self._cut)
        late.daemon = True
        if error is not None:
            late.start()
        self._pool.shutdown(cancel_futures=error is not None)
        late.cancel()
        self._line.close()
        self._held.close()

    def _cut(self) -> None:
        """Nothing; whoever is still at work stops at once. A result that was half sent is not waited for."""
        self._line.close()
        results = getattr(self._pool, "_result_queue", None)  # no public way: its reader would wait for the rest for ever
        with suppress(AttributeError, OSError):
            results._writer.close()  # type: ignore[union-attr]

    def submit(self, work: Callable[[list[T]], list[R]], tasks: list[T]) -> Future[list[R]]:
        """The result to come. A pool that broke says so where the result is asked for, after those that were ready."""
        try:
            with _deaf():
                return self._pool.submit(work, tasks)
        except BrokenProcessPool as error:
            lost: Future[list[R]] = Future()
            lost.set_exception(error)
            return lost

    def result(self, future: Future[list[R]]) -> list[R]:
        """The result, waited for. Raises JobError where a worker died."""
        try:
            while True:
                try:
                    return future.result(1)  # not for ever: on Windows Ctrl-C only comes through between two waits
                except TimeoutError:
                    if future.done() and future.exception() is not None:  # what ended just now is asked again
                        raise
        except BrokenProcessPool as error:
            fewer = f"；还这样，就加 --jobs {self.workers // 2 or 1} 少开几个进程" if self.workers > 1 else ""
            raise JobError("一个工作进程中途没了，多半是内存不够", cure=f"{GONE}{fewer}") from error


@contextmanager
def _deaf() -> Iterator[None]:
    """Nothing; processes started meanwhile do not hear Ctrl-C, which is their parent's to act on."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(line: Connection) -> None:
    """Nothing; called once in each worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow, args=(line, os.getppid()), daemon=True).start()


def _follow(line: Connection, parent: int) -> None:
    """Never returns: ends this process when its parent lets go of the line, or is gone."""
    try:
        while not line.poll(1) and os.getppid() == parent:
            pass
    except (EOFError, OSError):
        pass
    os._exit(1)


class Cluster:
    """The workers of a dask.distributed scheduler that runs already."""

    def __init__(self, address: str) -> None:
        self.address = address

    def __enter__(self) -> Cluster:
        """The cluster, connected. Raises JobError where dask.distributed is missing, or nobody answers in WAIT seconds."""
        address = self.address
        if not re.fullmatch(r"(tcp|tls)://\S+:\d+", address):
            raise JobError("调度器的地址不对", file=address, cure="应当像 tcp://192.168.1.10:8786")
        try:
            import distributed
        except ImportError as error:
            raise JobError("没有装 dask.distributed，用不了 --scheduler", cure="请运行 pip install 'drafter[cluster]'") from error
        import logging
        import warnings

        for name in ("distributed", "distributed.client"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # what goes wrong is told in one line of ours
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._client = distributed.Client(address, timeout=WAIT, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise JobError(f"连不上调度器，等了 {WAIT} 秒", file=address, cure="请检查地址，看 dask scheduler 开着没有") from error
        self.workers = self._count(WAIT)
        if not self.workers:
            self._client.close()
            raise JobError(f"调度器上一个工作进程也没有，等了 {WAIT} 秒", file=address, cure=f"请先运行 dask worker {address} --nthreads 1")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._client.close()

    def _count(self, patience: float) -> int:
        """The number of the scheduler's workers, as soon as there is one; 0 after so many seconds without."""
        end = time.monotonic() + patience
        while True:
            workers = len(self._client.nthreads())
            if workers or time.monotonic() > end:
                return workers
            time.sleep(0.2)

    def submit(self, work: Callable[[list[T]], list[R]], tasks: list[T]) -> Any:
        """The result to come."""
        return self._client.submit(_in_turn, work, tasks, pure=False)

    def result(self, future: Any) -> Any:
        """The result, waited for. Raises JobError where the cluster is lost or cannot run drafter."""
        import distributed

        try:
            while True:
                try:
                    return future.result(2)
                except TimeoutError:
                    if future.status == "error":  # what ended just now is asked again
                        raise
                if not self._count(WAIT):
                    raise JobError("调度器上的工作进程都没了", file=self.address,
                                   cure=f"请看各台机器装没装同一个版本的 drafter、内存够不够。{GONE}")
        except distributed.scheduler.KilledWorker as error:
            raise JobError("工作进程读同一批文件时一再没了，多半是内存不够", file=self.address, cure=f"请给它多些内存。{GONE}") from error
        except (CancelledError, OSError) as error:
            raise JobError("和调度器断了", file=self.address, cure=GONE) from error
        except (ImportError, AttributeError, RuntimeError) as error:  # drafter is not there, or another one
            raise JobError("集群上没有 drafter，或者不是同一个版本", file=self.address,
                           cure="请在调度器和各台机器上都装这里这个版本") from error


_TURN = threading.Lock()


def _in_turn(work: Callable[[list[T]], list[R]], tasks: list[T]) -> list[R]:
    """What the work makes of the tasks; threads of one worker take turns, since PDFium must not be called by two at once."""
    with _TURN:
        return work(tasks)
