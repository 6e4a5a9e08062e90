class Watcher:
    """An observer of the pipeline that keeps what it is told, and calls what a test wants called at that moment."""

    def __init__(self, *, at_browser=None, at_start=None, at_end=None):
        self.builds, self.started, self.ended, self.said = [], [], [], []
        self.left_out = []
        self.proving, self.proven = [], []
        self._at_browser, self._at_start, self._at_end = at_browser, at_start, at_end

    def browser_started(self, build):
        self.builds.append(build)
        _call(self._at_browser)

    def page_started(self, url):
        self.started.append(url)
        _call(self._at_start)

    def page_ended(self, page, *, waiting):
        self.ended.append((page.url, waiting))
        _call(self._at_end)

    def page_left_out(self, url, *, waiting):
        self.left_out.append((url, waiting))

    def proof_started(self, url):
        self.proving.append(url)

    def page_proven(self, proof, *, waiting):
        self.proven.append((proof, waiting))

    def working(self, sentence):
        """Nothing to remember."""

    def say(self, sentence):
        self.said.append(sentence)


def _call(what):
    if what is not None:
        what()
