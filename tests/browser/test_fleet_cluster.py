"""A campaign on real workers: this machine's, one of which is killed, and a scheduler's over TLS."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from distributed import LocalCluster, get_worker

from delest.errors import InputError, NotMeasuredError
from delest.fleet import child
from delest.fleet.cluster import CONFIG, Wanted, workers
from delest.fleet.schedule import Rules, Schedule
from delest.pipeline.fleet import worker
from delest.records.fleet.service import Service
from tests.browser.small_site import Answer, SmallSite
from tests.command import command, delest, environment

pytestmark = pytest.mark.browser

OPTIONS = ("--", "--max-pages", "2", "--stay", "0")


def site_at(address):
    site = type("Site", (SmallSite,), {"address": address})()
    body = b"<!doctype html><title>t</title><p>" + b"some text " * 300
    site.answers = {
        "/": Answer(body + b'<a href="/b">b</a>', before=lambda: time.sleep(0.5)),
        "/b": Answer(body + b"other words", before=lambda: time.sleep(0.5)),
    }
    return site


def entries(folder):
    with contextlib.closing(sqlite3.connect(folder / "2026-T4" / "campaign.sqlite")) as database, database:
        found = {name: json.loads(record) for name, record in database.execute("SELECT id, record FROM service")}
    database.close()
    return found


def processes():
    """Command line and parent by process."""
    found = {}
    for each in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((each / "stat").read_text().rpartition(")")[2].split()[1])
            found[int(each.name)] = (each.joinpath("cmdline").read_bytes(), parent)
        except OSError:
            continue
    return found


def audits_of(folder):
    """Audits under way, with the process that started each."""
    runs = f"{folder}/2026-T4/runs/".encode()
    return {n: parent for n, (line, parent) in processes().items() if runs in line and b"\0audit\0" in line}


def nothing_left(folder):
    ends = time.monotonic() + 20
    while left := [n for n, (line, _) in processes().items() if str(folder).encode() in line and n != os.getpid()]:
        if time.monotonic() > ends:
            return left
        time.sleep(0.2)
    return []


def test_a_killed_worker_costs_nothing(tmp_path):
    with site_at("127.0.0.41") as one, site_at("127.0.0.42") as other, site_at("127.0.0.43") as third:
        sites = {"one": one, "other": other, "third": third}
        path = tmp_path / "services.csv"
        path.write_text("id,url\n" + "".join(f"{n},{s.url(host=s.address)}\n" for n, s in sites.items()), "utf-8")
        folder = tmp_path / "out"
        arguments = ("fleet", "run", path, "--campaign", "2026-T4", "--folder", folder, "--workers", "2", *OPTIONS)
        process = subprocess.Popen(command(*arguments), env=environment(), stderr=subprocess.PIPE, text=True)
        while not (under_way := audits_of(folder)) or "/" not in one.asked + other.asked + third.asked:
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.1)
        audit, worker = next(iter(under_way.items()))
        os.kill(worker, signal.SIGKILL)
        ends = time.monotonic() + 20
        while audit in processes() and time.monotonic() < ends:
            time.sleep(0.1)
        assert audit not in processes()
        _out, said = process.communicate(timeout=200)
    assert process.returncode == 0, said
    found = entries(folder)
    assert {name: each["state"] for name, each in found.items()} == dict.fromkeys(sites, "done")
    for each in found.values():
        assert sorted(page["url"].rpartition("/")[2] for page in each["result"]["pages"]) == ["", "b"]
    assert nothing_left(folder) == []


@contextmanager
def cluster(folder, certificates):
    """A scheduler and one worker that speak TLS alone."""
    dask = [sys.executable, "-m", "dask"]
    tls = ["--tls-ca-file", certificates / "ca.pem"]
    address = folder / "scheduler.json"

    def own(role):
        return [*tls, "--tls-cert", certificates / f"{role}.pem", "--tls-key", certificates / f"{role}-key.pem"]

    with (folder / "dask.log").open("wb") as log:
        started = []

        def start(*arguments):
            line = [*map(str, arguments)]
            started.append(subprocess.Popen([*dask, *line], env=environment(), stdout=log, stderr=log))

        try:
            start("scheduler", "--host", "127.0.0.1", "--port", "0", "--protocol", "tls", "--no-dashboard",
                  "--scheduler-file", address, *own("scheduler"))  # fmt: skip
            while not address.exists():
                assert started[0].poll() is None, (folder / "dask.log").read_text()
                time.sleep(0.1)
            start("worker", "--scheduler-file", address, "--nthreads", "1", "--memory-limit", "0", "--no-dashboard",
                  "--death-timeout", "60", "--local-directory", folder, *own("worker"))  # fmt: skip
            yield json.loads(address.read_text())["address"]
        finally:
            for each in reversed(started):
                each.terminate()
            for each in started:
                each.wait(30)


async def unreachable(monkeypatch, **wanted):
    """Return the error of a cluster that does not answer, which is not waited for as long as usual."""
    monkeypatch.setitem(CONFIG, "distributed.comm.timeouts.connect", "2s")
    with pytest.raises(NotMeasuredError, match="does not answer") as refused:
        async with workers(Wanted(examine=worker.same_machine, versions=worker.versions(), **wanted), child.audit):
            pass
    return refused.value


def test_a_cluster_over_tls_takes_those_with_a_certificate_alone(tmp_path, monkeypatch):
    certificates = tmp_path / "certificates"
    assert delest("fleet", "certificates", certificates).returncode == 0
    assert (certificates / "client-key.pem").stat().st_mode & 0o077 == 0
    assert "is not empty" in delest("fleet", "certificates", certificates).stderr
    path, folder = tmp_path / "services.csv", tmp_path / "out"
    run = ("fleet", "run", path, "--campaign", "2026-T4", "--folder", folder)
    with site_at("127.0.0.44") as site, cluster(tmp_path, certificates) as address:
        path.write_text(f"id,url\none,{site.url(host=site.address)}\n", "utf-8")
        assert address.startswith("tls://127.0.0.1:")
        bare = delest(*run, "--cluster", address, *OPTIONS)
        assert (bare.returncode, "needs certificates" in bare.stderr) == (2, True)
        strange = tmp_path / "strange"
        assert delest("fleet", "certificates", strange).returncode == 0
        assert asyncio.run(unreachable(monkeypatch, address=address, certificates=strange)).exit_code == 3
        answer = delest(*run, "--cluster", address, "--tls", certificates, *OPTIONS)
        assert answer.returncode == 0, answer.stderr
    assert entries(folder)["one"]["state"] == "done"
    assert nothing_left(tmp_path) == []


def test_a_cluster_beyond_this_machine_has_to_be_encrypted(tmp_path, monkeypatch):
    path = tmp_path / "services.csv"
    path.write_text("id,url\none,https://www.example.org/\n", "utf-8")
    run = ("fleet", "run", path, "--campaign", "2026-T4", "--folder", tmp_path / "out")
    answer = delest(*run, "--cluster", "tcp://192.0.2.1:8786")
    assert (answer.returncode, "has to be encrypted" in answer.stderr) == (2, True)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        gone = asyncio.run(unreachable(monkeypatch, address=f"tcp://127.0.0.1:{closed.getsockname()[1]}"))
    assert gone.exit_code == 3


def test_a_worker_that_does_not_suit_is_named_with_what_to_do():
    async def begin():
        wanted = Wanted(workers=1, examine=worker.same_machine, versions={"delest": "0.0", "factors": "-"})
        async with workers(wanted, child.audit):
            pass

    with pytest.raises(InputError, match="does not suit the campaign") as refused:
        asyncio.run(begin())
    assert "not delest 0.0" in str(refused.value)
    assert "delest doctor" in str(refused.value.remedy)


def is_first(mark):
    """Tell whether no process has come here before."""
    try:
        Path(mark).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


async def dies_once(task):
    if is_first(task["mark"]):
        os.kill(os.getpid(), signal.SIGKILL)
    return {"survived": True}


def test_a_worker_that_the_library_gives_up_is_started_again(tmp_path, monkeypatch):
    async def run():
        wanted = Wanted(workers=1, examine=worker.same_machine, versions=worker.versions())
        async with workers(wanted, dies_once) as (work, _room):
            return await work({"mark": str(tmp_path / "mark")}, "one")

    # So short that no process is back in time, as on a busy machine.
    monkeypatch.setitem(CONFIG, "distributed.deploy.lost-worker-timeout", "10ms")
    assert asyncio.run(asyncio.wait_for(run(), 100)) == {"survived": True}


async def until_there_is_none(room):
    while True:
        room()
        await asyncio.sleep(0.1)


async def fit_once():
    fit = is_first(os.environ["DELEST_TEST_MARK"])
    return worker.versions() | ({} if fit else {"problem": "its browser is gone"})


def test_a_worker_that_joins_later_and_is_not_fit_takes_nothing(tmp_path, monkeypatch):
    async def run():
        async with LocalCluster(
            n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, asynchronous=True
        ) as own:
            wanted = Wanted(
                address=own.scheduler_address, examine=fit_once, versions=worker.versions(), alone_s=1,
                tell=lambda *unfit: told.append(unfit),
            )  # fmt: skip
            async with workers(wanted, dies_once) as (work, room):
                left = asyncio.ensure_future(work({"mark": str(tmp_path / "dies")}, "one"))
                nanny = own.workers[0]
                while nanny.status.name != "closed":
                    assert not left.done(), left.result()
                    await asyncio.sleep(0.1)
                with pytest.raises(NotMeasuredError) as ended:
                    await until_there_is_none(room)
                left.cancel()
        assert [problem for _worker, problem in told] == ["its browser is gone"]
        assert f"(1 failed); the last one, {told[0][0]}: its browser is gone" in str(ended.value)

    told = []
    monkeypatch.setenv("DELEST_TEST_MARK", str(tmp_path / "examined"))
    asyncio.run(asyncio.wait_for(run(), 100))
    assert (tmp_path / "dies").exists()


def test_a_worker_that_does_not_suit_costs_itself_alone(tmp_path, monkeypatch):
    async def run():
        async with LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, asynchronous=True
        ) as own:
            wanted = Wanted(
                address=own.scheduler_address, examine=fit_once, versions=worker.versions(),
                tell=lambda *unfit: told.append(unfit),
            )  # fmt: skip
            async with workers(wanted, named) as (work, room):
                assert room() == 1
                assert await work({}, "one") != {"worker": told[0][0]}

    told = []
    monkeypatch.setenv("DELEST_TEST_MARK", str(tmp_path / "examined"))
    asyncio.run(asyncio.wait_for(run(), 100))
    assert [problem for _worker, problem in told] == ["its browser is gone"]


async def named(_task):
    return {"worker": get_worker().address}


async def waits(_task):
    await asyncio.sleep(600)
    return {}


def test_a_campaign_whose_workers_are_gone_for_good_ends_with_an_error():
    class Watcher:
        def began(self, service):
            began.append(service.id)

        def ended(self, service, _attempt, _verdict):
            raise AssertionError(service.id)

    async def audit_all():
        async with LocalCluster(
            n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, asynchronous=True
        ) as own:
            wanted = Wanted(
                address=own.scheduler_address, examine=worker.same_machine, versions=worker.versions(), alone_s=1
            )
            async with workers(wanted, waits) as (work, room):
                rules = Rules(room=room, open_now=lambda: True)
                schedule = Schedule([Service(id="one", url="https://one.test/")], {"one": "one"}, rules, Watcher())

                async def launch(service, number):
                    under_way = asyncio.ensure_future(work({}, f"{service.id}-{number}"))
                    await asyncio.sleep(0.5)
                    await own.scale(0)
                    return await under_way

                await schedule.run(launch, asyncio.Event())

    began = []
    with pytest.raises(NotMeasuredError, match="no worker for 1 seconds"):
        asyncio.run(asyncio.wait_for(audit_all(), 100))
    assert began == ["one"]
