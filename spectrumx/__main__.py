"""`python -m spectrumx`: the command line."""

from spectrumx.cli import main

main()
