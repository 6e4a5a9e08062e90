from delest.library import SavedAudit, audit, open_run

__all__ = ["SavedAudit", "__version__", "audit", "open_run"]
__version__: str
