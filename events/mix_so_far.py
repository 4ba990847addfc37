"""The mix so far: who holds and who awaits the places of an event, beside what is kept and capped; never a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from events import mix_words, pictures
from events.mix import ANY_AGENCY, Path, Picture, Share, is_agency, is_below
from events.models import Event, MixRule
from people.models import Agency, Sector


def by_sector(event: Event) -> list[tuple[str, int]]:
    """The sectors that hold places, with how many, the most first."""
    held = event.bookings.holding_places().order_by().values_list("agency__sector__name")
    return list(held.annotate(places=Count("pk")).order_by("-places", "agency__sector__name"))


def rules(event: Event, *, at: datetime) -> list[MixRule]:
    """Whom places are kept for, and who may have how many at most: the rules in force, each a sentence."""
    return list(event.mix_rules.in_force(at=at).select_related("agency", "sector").order_by("-kind", "pk"))


@dataclass(frozen=True)
class Row:
    """One sector or agency: how many places it holds and awaits, and why it waits; what is kept for it, and its cap."""

    name: str
    is_sector: bool
    held: int
    waiting: int
    why_wait: list[str]
    kept: Share | None
    unclaimed: int
    cap: Share | None


def in_full(picture: Picture) -> list[Row]:
    """Every sector and agency that holds, awaits, or is spoken of by a rule: a sector, then its agencies, by name."""
    spoken_of = {share.path for share in (*picture.kept, *picture.caps)} - {ANY_AGENCY}
    agencies: set[Path] = {path for path in {*picture.held, *picture.waiting, *spoken_of} if is_agency(path)}
    sectors = {path[:1] for path in {*agencies, *spoken_of}}
    names = _names(sectors, agencies)
    rows = []
    for sector in sorted(sectors, key=names.__getitem__):
        rows.append(_row(sector, picture, names))
        below = (agency for agency in agencies if is_below(agency, sector))
        rows.extend(_row(agency, picture, names) for agency in sorted(below, key=names.__getitem__))
    return rows


def _names(sectors: set[Path], agencies: set[Path]) -> dict[Path, str]:
    named = Sector.objects.filter(pk__in=[sector for (sector,) in sectors]).in_bulk()
    found = Agency.objects.filter(pk__in=[agency for _, agency in agencies]).in_bulk()
    return {(pk,): sector.name for pk, sector in named.items()} | {
        pictures.path_of(agency): agency.name for agency in found.values()
    }


def _row(path: Path, picture: Picture, names: dict[Path, str]) -> Row:
    is_sector = not is_agency(path)
    waiting = sum(people for agency, people in picture.waiting.items() if is_below(agency, path))
    kept = next((share for share in picture.kept if share.path == path), None)
    caps = [cap for cap in picture.caps if cap.path == path or (cap.path == ANY_AGENCY and not is_sector)]
    return Row(
        names[path],
        is_sector=is_sector,
        held=picture.held_below(path),
        waiting=waiting,
        why_wait=mix_words.reasons(picture, path, named=names[path]) if waiting and not is_sector else [],
        kept=kept,
        unclaimed=picture.unclaimed(kept) if kept else 0,
        cap=min(caps, key=lambda cap: cap.places, default=None),
    )
