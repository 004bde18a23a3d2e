"""Every benchmark of the project, in one run."""

from benchmarks import calendars, evaluate

calendars.main()
evaluate.main()
