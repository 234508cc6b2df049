"""What every test may use. Services are started by infra/services; a missing one fails in CI and skips elsewhere."""

pytest_plugins = ["tests.plugins.services", "tests.plugins.matrix", "tests.plugins.counts"]
