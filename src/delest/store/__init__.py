"""Runs on disk: the journal of a run, its header, its rendering inputs."""
