"""Access: every address of ours says in its urls.py who may open it."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

NOT_OURS = ("accounts/", "reference/")


def addresses(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address below the resolver."""
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, path)
        else:
            yield path, entry


def test_every_address_carries_its_rule() -> None:
    ours = [(path, entry) for path, entry in addresses(get_resolver()) if not path.startswith(NOT_OURS)]
    assert len(ours) > 2
    assert [path for path, entry in ours if not hasattr(entry.callback, "access")] == []
