"""The names that the modules of this package register."""

from spectrumx.deprecation import FormerNames

CLIENT = FormerNames(
    *(
        f"spectrumx.former_names.{module}"
        for module in ("construction", "downloads", "lookups", "uploads")
    )
)
