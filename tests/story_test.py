"""How stories are read and answers compared."""
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from story import Command, Exchange, Reader, StoryError, filled, mismatches, relaxed_json

TEXT = """\
# A sales person sees only what is theirs.
user li role sales
serve --now 2026-03-01T00:00:00Z

as li
POST /api/customer {"name": "张三",
  "phone": "13800138000"}
Idempotency-Key: abc
201 {"record": {"id": "$zhang", ...}}
ETag: "1"
as nobody
GET /api/customer/$zhang
401

eventually
POST /api/imports?name=x.csv
| 姓名,电话
| 张三,1
200 {"items": [1, ...]}
restart
as manager
"""


class Reading(unittest.TestCase):
    def test_a_story_is_read_step_by_step(self):
        story = Reader(TEXT).read()
        self.assertEqual(story.title, "A sales person sees only what is theirs.")
        self.assertEqual(story.options, ["--now", "2026-03-01T00:00:00Z"])
        self.assertEqual(story.users, {"li": "sales", "manager": "manager"})
        self.assertEqual(story.steps[3], Command(20, "restart"))
        first, second, third, _ = story.steps
        self.assertIsInstance(first, Exchange)
        self.assertEqual((first.actor, first.method, first.target, first.status), ("li", "POST", "/api/customer", 201))
        self.assertIn("13800138000", first.body)
        self.assertEqual(first.headers, [("Idempotency-Key", "abc")])
        self.assertEqual(first.headers_expected, [("ETag", '"1"')])
        self.assertEqual((second.actor, second.status), ("nobody", 401))
        self.assertTrue(third.eventually and third.is_text)
        self.assertEqual(third.body, "姓名,电话\n张三,1\n")

    def test_a_request_without_status_is_refused(self):
        with self.assertRaisesRegex(StoryError, "line 1"):
            Reader("GET /api/customer\n\n200\n").read()

    def test_a_line_it_does_not_know_is_refused(self):
        with self.assertRaisesRegex(StoryError, "line 2"):
            Reader("# X.\nfetch /api\n").read()


class Patterns(unittest.TestCase):
    def found(self, pattern, value, names=None):
        return list(mismatches(relaxed_json(pattern), value, {} if names is None else names))

    def test_members_not_named_may_be_anything(self):
        self.assertEqual(self.found('{"a": 1}', {"a": 1, "b": 2}), [])
        self.assertEqual(self.found('{"a": {"b": 1, ...}, ...}', {"a": {"b": 1, "c": 2}, "d": 3}), [])
        self.assertEqual(self.found('{"a": 1}', {"a": 2}), ["/a: expected 1, got 2"])

    def test_arrays_are_whole_unless_open(self):
        self.assertEqual(self.found("[1, 2]", [1, 2]), [])
        self.assertEqual(len(self.found("[1]", [1, 2])), 1)
        self.assertEqual(self.found("[1, ...]", [1, 2]), [])
        self.assertEqual(len(self.found("[1, 2, ...]", [1])), 1)

    def test_text_may_have_gaps(self):
        self.assertEqual(self.found('"+86...1234"', "+86138****1234"), [])
        self.assertEqual(len(self.found('"+86...1234"', "+86138****9999")), 1)
        self.assertEqual(self.found('{"a": "..."}', {"a": [1]}), [])
        self.assertEqual(len(self.found('{"a": "..."}', {})), 1)

    def test_null_is_null_or_absent_and_absent_is_absent(self):
        self.assertEqual(self.found('{"a": null, "b": "(absent)"}', {}), [])
        self.assertEqual(self.found('{"a": null}', {"a": None}), [])
        self.assertEqual(len(self.found('{"a": "(absent)"}', {"a": None})), 1)

    def test_truth_is_not_one(self):
        self.assertEqual(len(self.found("1", True)), 1)
        self.assertEqual(len(self.found("true", 1)), 1)

    def test_a_name_takes_a_value_and_keeps_it(self):
        names = {}
        self.assertEqual(self.found('{"id": "$a", "again": "$a"}', {"id": "x", "again": "x"}, names), [])
        self.assertEqual(names, {"a": "x"})
        self.assertEqual(len(self.found('"$a"', "y", names)), 1)

    def test_a_name_takes_what_follows_a_text(self):
        names = {}
        self.assertEqual(list(mismatches({"key": "juan_$key"}, {"key": "juan_abc"}, names)), [])
        self.assertEqual(names, {"key": "abc"})
        self.assertEqual(list(mismatches("juan_$key", "juan_abc", names)), [])
        self.assertEqual(len(list(mismatches("juan_$key", "juan_def", names))), 1)
        self.assertEqual(len(list(mismatches("juan_$other", "abc", names))), 1)

    def test_names_are_filled_into_addresses_and_bodies(self):
        self.assertEqual(filled("/api/customer/$a", {"a": "cus_1"}), "/api/customer/cus_1")
        self.assertEqual(filled('{"n": "$a", "m": "$b"}', {"a": 3, "b": "x"}, as_json=True), '{"n": 3, "m": "x"}')
        self.assertEqual(filled("$unknown", {}), "$unknown")


if __name__ == "__main__":
    unittest.main()
