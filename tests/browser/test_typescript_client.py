"""The types that a tool generates from the description of the API hold for a program in TypeScript."""

import subprocess

import pytest

from tests.browser.test_validity import HERE, required
from tests.material import program

pytestmark = pytest.mark.django_db

GENERATOR = HERE / "node_modules/openapi-typescript/bin/cli.js"
COMPILER = HERE / "node_modules/typescript/bin/tsc"
PROGRAM = """
import type { paths } from "./api";

type Listed = paths["/api/v1/activities/"]["get"];
type Page = Listed["responses"][200]["content"]["application/json"];
type Query = NonNullable<Listed["parameters"]["query"]>;
type Problem = Listed["responses"][400]["content"]["application/problem+json"];
type Directory = paths["/api/v1/"]["get"]["responses"][200]["content"]["application/json"];

export const asked: Query = { country: ["KGZ"], year: ["none"], lang: "en", fields: ["ref", "figures"] };
// @ts-expect-error: there is no such country
export const wrong: Query = { country: ["XXX"] };
// @ts-expect-error: nor such a parameter
export const unknown: Query = { pays: ["KGZ"] };

export const numbers = (page: Page): number[] =>
  page.results.flatMap((activity) => (activity.figures ?? []).map((figure) => figure.number));
export const lacking = (page: Page): string[] => page.nearest.flatMap((near) => near.missing);
export const corrected = (page: Page): string | null => page.corrected;
export const reasons = (problem: Problem): string[] => (problem.parameters ?? []).map((row) => row.detail);
export const addresses = (directory: Directory): string[] => directory.addresses.map((row) => row.url);
"""


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_typescript_client_knows_parameters_records_and_problems(client, tmp_path, language):
    generator, compiler = required(GENERATOR, "node"), required(COMPILER, "node")
    schema = tmp_path / "schema.json"
    schema.write_bytes(client.get(f"/api/v1/schema/?lang={language}").content)
    (tmp_path / "program.ts").write_text(PROGRAM)
    for command in (
        [generator, schema, "--output", tmp_path / "api.d.ts"],
        [compiler, "--noEmit", "--strict", "--target", "es2022", tmp_path / "program.ts"],
    ):
        command = [program("node"), *command]
        done = subprocess.run(command, capture_output=True, text=True)  # noqa: S603 - a command of this test
        assert not done.returncode, done.stdout + done.stderr
