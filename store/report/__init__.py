"""What a view holds, on one page: ``page(digest(events, name, today), title)``. One room counts, one writes."""

from store.report.digest import Digest, digest
from store.report.page import page

__all__ = ["Digest", "digest", "page"]
