import re

from django.conf import settings

from unodc_catalogue.local import web

OWN = {"host", "port", "log-level", "workers-kill-timeout"}  # of the launcher, which is stopped more often


def options(words):
    return dict(re.findall(r"--([\w-]+)(?:[ =](?!-)([\w.]+))?", " ".join(words)))


def test_the_server_that_readme_deploys_is_the_one_that_is_run_here():
    text = (settings.BASE_DIR / "README.md").read_text().replace("\\\n", " ")
    (deployed,) = re.findall(r"^granian (.*) unodc_catalogue.wsgi:application$", text, re.MULTILINE)
    run, deployed = options(web.command(8000)[3:-1]), options([deployed])
    assert {name: run[name] for name in run.keys() - OWN} == {
        name: deployed[name] for name in deployed.keys() - OWN
    }
    assert deployed["backpressure"] == deployed["blocking-threads"]
