"""Yearly reports: asked for, compiled, published, superseded. The only module that changes a YearlyReport's state.

Due work is rows: one that was requested, or one whose compiler fell silent. Whoever compiles claims the row by
compare-and-swap on `state` and `alive_at`, and says with every stage and every few seconds that it is alive; whoever
has lost the row to another stores nothing. Only the last step is a transaction, so that a page sees how far it is.

What was published stays as it was, and closes its year; a correction is a version of its own that says what it puts
right and takes the place of the one before.

Every compilation that comes to its end is a version of its own, even one that finds the same figures: it says when they
were last counted, whoever waits for it finds it, and equal checksums say that nothing has moved.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from threading import Event, Lock, Thread

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Max, Q, QuerySet

from core import audit, closed_years, jobs, once
from core.audit import Actor, System
from core.refusals import Refusal
from core.words import short_day
from core.years import Period, period_of
from events.models import LONDON
from people.models import User
from reports import commentaries, editions
from reports.checks import DoesNotClose, demand_that_it_closes
from reports.counting.window import Window
from reports.counting.year import STAGES, Year
from reports.document import Document, assemble
from reports.models import YearlyReport
from reports.protecting.classes import NotClassified
from reports.seals import demand_whole, seal_of

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]
Watch = Callable[[YearlyReport], None]
State = YearlyReport.State
Audience = YearlyReport.Audience

BEAT = timedelta(seconds=5)
SILENT_AFTER = 4 * BEAT
"""With the sweep's 20 seconds another compiler is at work well within a minute."""
GIVEN_UP_AFTER = timedelta(hours=1)
LAST_STAGE = "Putting the report together"
PROTECTING = "Protecting small numbers"
WENT_WRONG = "Something went wrong while it was being compiled. Nothing was stored; the log says what it was."
STOPPED = "It was stopped before it was done. Nothing was stored."
YEAR_END_JOB = "compile the year that ended"
YEAR_END_AT = time(2)
CAUGHT_UP_FOR = timedelta(weeks=4)
"""How long after 1 April a site that was down then still does what was due."""
FELL_SILENT = "Its compiler fell silent before it was done. Nothing was stored."


class NotBegun(Refusal):
    """The period lies in the future."""


class AlreadyCompiling(Refusal):
    """The period is being compiled, or waits for it."""

    def __init__(self, period_name: str) -> None:
        super().__init__(f"{period_name} is being compiled already, or waits for it: try again in a moment.")


class NotPublished(Refusal):
    """The report can't be published as it is."""


class _Overtaken(Exception):
    """The row was taken for dead and another compiles it now."""


@dataclass
class _Run:
    """One compiler's hold of a row: as long as `alive_at` is what it wrote last, the row is its own."""

    report: YearlyReport
    alive_at: datetime
    clock: Clock
    watch: Watch | None
    turn: Lock = field(default_factory=Lock)

    def say(self, **told: str | int) -> None:
        """Write down that it is alive, and what else there is to tell; outside of any transaction, for all to see."""
        with self.turn:
            now = self.clock()
            if not self.own.update(alive_at=now, **told):
                raise _Overtaken
            self.alive_at = self.report.alive_at = now

    @property
    def own(self) -> QuerySet[YearlyReport]:
        """The row, if it is still this run's."""
        return YearlyReport.objects.filter(pk=self.report.pk, state=State.COMPILING, alive_at=self.alive_at)

    @property
    def by(self) -> Actor:
        """In whose name it is compiled."""
        return self.report.requested_by or System("compiler")


def standing(period: Period, audience: str = Audience.INTERNAL) -> YearlyReport | None:
    """The newest draft or published edition of exactly that period."""
    return _of(period, audience).filter(state__in=(State.DRAFT, State.PUBLISHED)).first()


def waiting(period: Period, audience: str = Audience.INTERNAL) -> YearlyReport | None:
    """The edition of exactly that period that was asked for and that nobody has begun to compile."""
    return _of(period, audience).filter(state=State.REQUESTED).first()


@once.change
def request(period: Period, *, by: Actor, at: datetime, audience: str = Audience.INTERNAL) -> YearlyReport:
    """Ask for an edition; refused before the period has begun, and while one of the period is under way."""
    return _request(period, audience, by=by, at=at)


@once.change
def request_the_year_that_ended(*, at: datetime) -> YearlyReport | None:
    """Ask for the report of the year that ended, on 1 April and once, however often this looks; else do nothing.

    Where the site was down that night, it is asked for as soon as it is up again, for four weeks.
    """
    today = at.astimezone(LONDON).date()
    ended = replace(period_of(today), first_year=period_of(today).first_year - 1)
    due_at = datetime.combine(ended.ends + timedelta(days=1), YEAR_END_AT, tzinfo=LONDON)
    if not due_at <= at < due_at + CAUGHT_UP_FOR or not jobs.take(YEAR_END_JOB, due_at=due_at, at=at):
        return None
    return _request(ended, Audience.INTERNAL, by=System("schedule"), at=at)


def published(period: Period, audience: str = Audience.INTERNAL) -> YearlyReport | None:
    """The published edition of exactly that period."""
    return _of(period, audience).filter(state=State.PUBLISHED).first()


def why_not_publish(report: YearlyReport) -> Refusal | None:
    """Why the report can't be published, or None: it is no draft, or was compiled before all of it was over."""
    if not report.may_become(State.PUBLISHED) or report.compiled_at is None:
        return NotPublished(f"{report} is not a draft any more: look at the newest version.")
    if report.is_public and not report.closes_its_year:
        return NotPublished(
            "A public edition tells of a whole year: set beside it, that of a part would tell who came in the rest."
        )
    last = report.period.counted_to
    if report.compiled_at.astimezone(LONDON).date() <= last:
        return NotPublished(
            f"It was compiled before {short_day(last)} was over. Compile it again afterwards, and publish that."
        )
    return None


@once.change
def publish(report: YearlyReport, *, by: User, at: datetime, correction: str = "") -> YearlyReport:
    """Publish a draft as it is, its commentary with it, in place of the version published before; it closes its year.

    Where there is one, `correction` says what this version puts right, and is shown with it.
    """
    report = YearlyReport.objects.select_for_update().get(pk=report.pk)
    if refusal := why_not_publish(report):
        raise refusal
    demand_whole(report)
    before = _of(report.period, report.audience).filter(state=State.PUBLISHED).select_for_update().first()
    if before:
        if not correction.strip():
            raise NotPublished(f"Version {before.version} is published: say what this one puts right.")
        _supersede(before, report, by=by, at=at)
    report.state, report.published_at, report.published_by = State.PUBLISHED, at, by
    report.correction = correction.strip() if before else ""
    report.commentary = commentaries.of(report.period_name)
    report.seal = seal_of(report)
    report.save(update_fields=["state", "published_at", "published_by", "correction", "commentary", "seal"])
    if report.closes_its_year:
        closed_years.close(report.period, at=at)
    audit.record("reports.publish", report, by=by, at=at, reason=report.correction, version=report.version)
    return report


def _request(period: Period, audience: str, *, by: Actor, at: datetime) -> YearlyReport:
    if period.starts > at.astimezone(LONDON).date():
        raise NotBegun(f"{period} has not begun: it starts on {period.starts:%-d %B %Y}.")
    for silent in YearlyReport.objects.select_for_update().filter(_silent(at), period_name=period.name):
        _end_in_failure(silent, FELL_SILENT, by=by, at=at)
    latest = YearlyReport.objects.filter(period_name=period.name).aggregate(version=Max("version"))["version"] or 0
    try:
        with transaction.atomic():
            report = YearlyReport.objects.create(
                period_name=period.name,
                until=period.until,
                audience=audience,
                version=latest + 1,
                requested_at=at,
                requested_by=by if isinstance(by, User) else None,
            )
    except IntegrityError:
        raise AlreadyCompiling(period.name) from None
    audit.record("reports.request", report, by=by, at=at, version=report.version)
    return report


def compile_now(
    report: YearlyReport, *, at: datetime, clock: Clock | None = None, watch: Watch | None = None
) -> YearlyReport:
    """Count the year as it is at `at` and store it; returns the report, as draft or as failed.

    Refused where somebody else compiles it. `clock` says when it is while the work goes on, `watch` is shown the row
    before each stage.
    """
    run = _claim(report, at=at, clock=clock or (lambda: at), watch=watch)
    try:
        with _beating(run):
            document = _count(run, at=at)
        return _store(run, document, at=at)
    except _Overtaken:
        raise AlreadyCompiling(report.period_name) from None
    except (DoesNotClose, NotClassified) as refusal:
        return _fail(run, refusal.sentence)
    except Exception:
        logger.exception("Report %s could not be compiled.", report.pk)
        return _fail(run, WENT_WRONG)
    except KeyboardInterrupt:
        _fail(run, STOPPED)
        raise


def compile_due(*, clock: Clock, only: int | None = None) -> int:
    """Compile what was asked for and what a dead compiler left behind, or `only` that row; how many came to an end."""
    due = YearlyReport.objects.filter(_due(clock())).order_by("requested_at", "pk")
    ended = 0
    for report in due if only is None else due.filter(pk=only):
        try:
            if report.state == State.COMPILING and clock() - report.requested_at > GIVEN_UP_AFTER:
                _give_up(report, at=clock())
            else:
                compile_now(report, at=clock(), clock=clock)
            ended += 1
        except AlreadyCompiling:
            continue  # Another worker was faster.
    return ended


def _of(period: Period, audience: str) -> QuerySet[YearlyReport]:
    found = YearlyReport.objects.filter(period_name=period.name, until=period.until, audience=audience)
    return found.order_by("-version")


def _again(report: YearlyReport) -> YearlyReport:
    return YearlyReport.objects.get(pk=report.pk)


def _silent(at: datetime) -> Q:
    return Q(state=State.COMPILING, alive_at__lt=at - SILENT_AFTER)


def _due(at: datetime) -> Q:
    return Q(state=State.REQUESTED) | _silent(at)


def _claim(report: YearlyReport, *, at: datetime, clock: Clock, watch: Watch | None) -> _Run:
    """Take the row, or raise AlreadyCompiling: of several who try at once, the database lets one change it."""
    claimed = YearlyReport.objects.filter(_due(at), pk=report.pk).update(
        state=State.COMPILING, alive_at=at, stage="", stages_done=0, stages=len(STAGES) + 1 + report.is_public
    )
    if not claimed:
        raise AlreadyCompiling(report.period_name)
    return _Run(_again(report), at, clock, watch)


def _count(run: _Run, *, at: datetime) -> Document:
    year = Year(Window(run.report.period, at))
    for done, (stage, count) in enumerate(STAGES):
        _say(run, stage, done)
        count(year)
    _say(run, LAST_STAGE, len(STAGES))
    demand_that_it_closes(year.counts, year.window)
    document = assemble(year)
    if not run.report.is_public:
        return document
    _say(run, PROTECTING, len(STAGES) + 1)
    return editions.protect(document, year)


def _say(run: _Run, stage: str, done: int) -> None:
    """Write down how far it is."""
    run.say(stage=stage, stages_done=done)
    run.report.stage, run.report.stages_done = stage, done
    if run.watch:
        run.watch(run.report)


@contextmanager
def _beating(run: _Run) -> Iterator[None]:
    """Say every few seconds that it is alive: a stage of a large county takes longer than others wait for a sign.

    Inside an open transaction nobody would see it, and whoever counts would be in its way.
    """
    if connection.in_atomic_block:
        yield
        return
    over = Event()
    beat = Thread(target=_beat, args=(run, over), daemon=True)
    beat.start()
    try:
        yield
    finally:
        over.set()
        beat.join()


def _beat(run: _Run, over: Event) -> None:
    with closing(connection):  # The thread's own.
        while not over.wait(BEAT.total_seconds()):
            try:
                run.say()
            except _Overtaken:
                return  # Whoever counts is told so at the next stage.
            except DatabaseError:
                logger.warning("Report %s: it could not be written down that it is still compiled.", run.report.pk)


@transaction.atomic(durable=True)
def _store(run: _Run, document: Document, *, at: datetime) -> YearlyReport:
    """Make it the draft of its period, in place of the one before."""
    report = run.own.select_for_update().first()
    if report is None:
        raise _Overtaken
    for draft in _of(report.period, report.audience).filter(state=State.DRAFT).select_for_update():
        _supersede(draft, report, by=run.by, at=at)
    report.state, report.compiled_at, report.failure = State.DRAFT, at, ""
    report.figures, report.checksum = document, document["data_digest"]
    report.stage, report.stages_done = "", report.stages
    report.save()
    audit.record("reports.compile", report, by=run.by, at=at, version=report.version)
    return report


def _supersede(report: YearlyReport, successor: YearlyReport, *, by: Actor, at: datetime) -> None:
    """Wants the row locked."""
    report.state = State.SUPERSEDED
    report.save(update_fields=["state"])
    audit.record("reports.supersede", report, by=by, at=at, by_version=successor.version)


@transaction.atomic(durable=True)
def _fail(run: _Run, sentence: str) -> YearlyReport:
    """Say on the row that it failed, and why; unless another has it by now."""
    report = run.own.select_for_update().first()
    if report:
        _end_in_failure(report, sentence, by=run.by, at=run.clock())
    return report or _again(run.report)


@transaction.atomic(durable=True)
def _give_up(report: YearlyReport, *, at: datetime) -> None:
    """Stop handing a row from one dying compiler to the next."""
    for silent in YearlyReport.objects.select_for_update().filter(_silent(at), pk=report.pk):
        _end_in_failure(silent, FELL_SILENT, by=System("sweep"), at=at)


def _end_in_failure(report: YearlyReport, sentence: str, *, by: Actor, at: datetime) -> None:
    """Wants the row locked."""
    report.state, report.failure = State.FAILED, sentence
    report.save(update_fields=["state", "failure"])
    audit.record("reports.fail", report, by=by, at=at, reason=sentence)
