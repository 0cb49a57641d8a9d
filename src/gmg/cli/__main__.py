"""`python -m gmg.cli` is `gmg`."""

from gmg.cli import main

main()
