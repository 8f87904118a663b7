"""What tidy accepts and what it refuses, rule by rule."""
import importlib.machinery
import importlib.util
import json
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import check_modules
import tidy_code as code
import tidy_data as data
from tidy_tree import Ratchet, Tree, code_only


def commit_msg():
    """The hook, which has no .py at its end."""
    path = str(Path(__file__).resolve().parent / "hooks/commit-msg")
    loader = importlib.machinery.SourceFileLoader("commit_msg", path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("commit_msg", loader))
    sys.dont_write_bytecode = True
    loader.exec_module(module)
    return module


def cpp(text):
    return Tree({"core/base/x.cpp": text})


class CodeOnly(unittest.TestCase):
    def test_comments_and_strings_go_lines_stay(self):
        text = 'int a; // new\nauto s = "delete";\n/* new\nnew */ char c = \'"\';\nauto r = R"(new\n)";\n'
        text += "int n = 1'000;"
        self.assertEqual(code_only(text).count("\n"), text.count("\n"))
        self.assertNotIn("new", code_only(text))
        self.assertNotIn("delete", code_only(text))
        self.assertIn("int n = 1000;", code_only(text))


class Words(unittest.TestCase):
    def refused(self, text, path="core/base/x.cpp"):
        return list(code.check_words(Tree({path: text})))

    def test_each_banned_word_is_refused_and_the_message_names_what_to_do(self):
        for text in ["auto p = new int;", "delete p;", "using namespace std;", "std::cout << std::endl;",
                     "sprintf(b, f);", "auto t = time(nullptr);", "int r = rand();", "std::this_thread::sleep_for(t);",
                     "auto x = co_await y;", "try { f(); } catch (...) {}", "std::random_device device;",
                     "sqlite3_prepare_v2(db, text, -1, &statement, nullptr);", "sqlite3_exec(db, text, 0, 0, 0);"]:
            with self.subTest(text):
                found = self.refused(text)
                self.assertEqual(len(found), 1, found)
                self.assertRegex(found[0], r"core/base/x.cpp:1: .{20,}")

    def test_words_that_only_look_like_them_pass(self):
        for text in ["X(const X&) = delete;", "int renewed = 0;", "// a new customer", 'say("delete");', "newest();",
                     "    using namespace std::chrono;", "    using namespace std::string_view_literals;"]:
            with self.subTest(text):
                self.assertEqual(self.refused(text), [])

    def test_catch_has_its_places(self):
        for path in ["core/http/respond.cpp", "core/jobs/queue.cpp", "server/main.cpp", "flow/input/csv_fuzz.cpp"]:
            self.assertEqual(self.refused("catch (const Error&)", path), [])

    def test_unfinished_work_is_refused_even_in_comments(self):
        self.assertEqual(len(self.refused("// TO" + "DO later")), 1)


class Sizes(unittest.TestCase):
    def sizes(self, text, known=None):
        return list(code.check_sizes(cpp(text), Ratchet(known or {})))

    def test_a_long_function_is_named_with_its_size(self):
        text = "int small()\n{\n    return 1;\n}\n\nint X::large()\n{\n" + "    f();\n" * 80 + "}\n"
        found = self.sizes(text)
        self.assertEqual(len(found), 1)
        self.assertIn("X::large has 82 lines", found[0])

    def test_the_ratchet_lets_old_offenders_stay_but_not_grow(self):
        text = "int large()\n{\n" + "    f();\n" * 80 + "}\n"
        key = "function core/base/x.cpp large"
        self.assertEqual(self.sizes(text, {key: 82}), [])
        self.assertEqual(len(self.sizes(text, {key: 81})), 1)

    def test_the_ratchet_only_shrinks(self):
        ratchet = Ratchet({"a": 90, "gone": 80})
        self.assertTrue(ratchet.allows("a", 75))
        self.assertFalse(ratchet.allows("b", 75))
        self.assertEqual(ratchet.shrunk(), {"a": 75})

    def test_long_files_and_lines_are_refused(self):
        self.assertEqual(len(self.sizes("int a;\n" * 601)), 1)
        self.assertEqual(len(self.sizes("x" * 121)), 1)
        self.assertEqual(self.sizes("x" * 120), [])


class Includes(unittest.TestCase):
    def test_engines_and_the_network_library_stay_in_their_folders(self):
        for line, home in [("<boost/asio.hpp>", "core/http/server.cpp"), ("<sqlite3.h>", "core/store/sqlite/a.cpp"),
                           ("<curl/curl.h>", "core/net/dialer.cpp"),
                           ("<duckdb.h>", "core/store/duckdb/analyst.cpp")]:
            text = f"// X.\n#include {line}\n"
            self.assertEqual(len(list(code.check_includes(Tree({"flow/api/x.cpp": text})))), 1)
            self.assertEqual(list(code.check_includes(Tree({home: text}))), [])

    def test_a_source_includes_its_own_header_first(self):
        files = {"core/base/x.hpp": "#pragma once\n", "core/base/x.cpp": '#include <map>\n#include "core/base/x.hpp"\n'}
        self.assertIn("first", list(code.check_includes(Tree(files)))[0])

    def test_sql_is_not_glued_outside_the_store_and_the_model(self):
        text = 'auto sql = "select * from customer where name = " + name;'
        self.assertEqual(len(list(code.check_sql(Tree({"flow/input/x.cpp": text})))), 1)
        self.assertEqual(list(code.check_sql(Tree({"core/model/x.cpp": text}))), [])
        for quoted in ["where name = '{}'", "where name like '%\" + name", "values ('\" + id"]:
            self.assertEqual(len(list(code.check_sql(Tree({"core/model/x.cpp": f'f("{quoted}")'})))), 1, quoted)
        self.assertEqual(list(code.check_sql(Tree({"flow/api/x.cpp": 'say("select one" );'}))), [])


class Files(unittest.TestCase):
    def test_a_file_opens_with_what_it_is_for(self):
        self.assertEqual(len(list(code.check_openings(cpp("int a;\n")))), 1)
        self.assertEqual(list(code.check_openings(cpp("// Adds.\nint a;\n"))), [])

    def test_a_folder_of_the_flow_has_a_test(self):
        files = ["flow/quality/phone/phone.cpp", "flow/quality/name/a.cpp", "flow/quality/name/a_test.cpp"]
        found = list(code.check_tests(Tree(dict.fromkeys(files, "")), ["flow/quality"]))
        self.assertEqual([text.split(":")[0] for text in found], ["flow/quality/phone"])

    def test_executable_means_has_a_program(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "run"
            path.write_text("#!/bin/sh\n", encoding="utf-8")
            tree = Tree({"run": "#!/bin/sh\n"}, Path(folder))
            self.assertEqual(len(list(data.check_modes(tree))), 1)
            path.chmod(0o755)
            self.assertEqual(list(data.check_modes(tree)), [])

    def test_places_of_one_machine_are_refused(self):
        self.assertEqual(len(list(data.check_machine(Tree({"x.md": "see /ro" + "ot/x"})))), 1)
        self.assertEqual(list(data.check_machine(Tree({"x.md": "/workbench and https://x/home/a/ and a/work/b"}))), [])


class Data(unittest.TestCase):
    schema = (Path(__file__).resolve().parent.parent / "objects/object.schema.json").read_text(encoding="utf-8")
    deal = {"label": ["商机", "Deal"], "plural": "Deals", "prefix": "dea", "title": "name",
            "fields": {"name": {"type": "text", "label": ["名称", "Name"]}}}

    def objects(self, **changes):
        deal = json.dumps({**self.deal, **changes})
        files = {"objects/object.schema.json": self.schema, "objects/deal/deal.json": deal}
        return list(data.check_objects(Tree(files)))

    def test_a_declaration_follows_the_schema(self):
        self.assertEqual(self.objects(), [])
        self.assertIn("colour", self.objects(colour="red")[0])
        self.assertIn("choices", self.objects(fields={"stage": {"type": "choice", "label": ["阶段", "Stage"]}})[0])
        self.assertIn("label", self.objects(fields={"name": {"type": "text"}})[0])

    def test_an_english_label_is_not_chinese(self):
        self.assertIn("Chinese", self.objects(label=["商机", "商机"])[0])

    def errors(self, zh, en, source="ErrorCode::gone"):
        line = [{"name": "gone", "status": 404, "kind": "user", "zh": zh, "en": en}]
        return list(data.check_errors(Tree({"core/base/errors.json": json.dumps(line), "core/base/x.cpp": source})))

    def test_errors_are_used_declared_and_say_the_same_twice(self):
        self.assertEqual(self.errors("没有{what}", "no {what}"), [])
        self.assertIn("both sentences", self.errors("没有{what}", "nothing")[0])
        self.assertIn("is never thrown", self.errors("没有", "nothing", "")[0])
        self.assertIn("not declared", self.errors("没有", "nothing", "ErrorCode::gone ErrorCode::lost")[0])

    def test_links_lead_somewhere(self):
        files = {"a.md": "# A\n[b](docs/b.md#one-two) [c](docs/c.md) [d](docs/b.md#three)",
                 "docs/b.md": "# B\n## One two\n[a](../a.md)"}
        found = [text.split(": ")[1] for text in data.check_links(Tree(files))]
        self.assertEqual(found, ["leads nowhere", "docs/b.md has no heading for #three"])

    def test_both_languages_have_the_same_sentences(self):
        files = {"web/src/i18n/zh.json": '{"page": {"save": "保存", "stop": "停止 {name}"}}',
                 "web/src/i18n/en.json": '{"page": {"save": "Save {name}"}}'}
        found = list(data.check_sentences(Tree(files)))
        self.assertEqual(len(found), 2)
        self.assertIn("page.stop is missing", found[1])
        self.assertIn("page.save", found[0])


class Modules(unittest.TestCase):
    modules = {"core/base": [], "flow/quality": ["core/base"], "flow/volume": ["core/base"]}

    def found(self, path, include):
        return list(check_modules.complaints({path: f'#include "{include}"'}, self.modules))

    def test_a_module_uses_only_what_its_line_names(self):
        self.assertEqual(self.found("flow/quality/phone/a.cpp", "core/base/error.hpp"), [])
        self.assertEqual(len(self.found("flow/quality/phone/a.cpp", "flow/volume/volume.hpp")), 1)
        self.assertEqual(len(self.found("core/base/a.cpp", "flow/quality/rule.hpp")), 1)

    def test_siblings_in_a_stage_do_not_meet(self):
        self.assertEqual(len(self.found("flow/quality/phone/a.cpp", "flow/quality/name/name.hpp")), 1)
        self.assertEqual(self.found("flow/quality/phone/a.cpp", "flow/quality/rule.hpp"), [])
        self.assertEqual(self.found("flow/quality/rules.cpp", "flow/quality/name/name.hpp"), [])

    def test_a_line_uses_only_lines_above_it(self):
        with self.assertRaises(ValueError):
            check_modules.read_modules("a | b |\nb | - |\n")

    def test_the_map_has_the_same_modules_in_the_same_order(self):
        rows = "".join(f"| `{name}` | x |\n" for name in self.modules)
        self.assertEqual(list(check_modules.complaints_of_map(rows, self.modules)), [])
        self.assertEqual(len(list(check_modules.complaints_of_map("| `core/base` | x |\n", self.modules))), 1)


class CommitMessage(unittest.TestCase):
    def test_a_subject_names_an_area_and_what_changes(self):
        complaint = commit_msg().complaint
        self.assertIsNone(complaint("flow/quality: read phone numbers with an extension\n\nWhy.\n"))
        self.assertIsNone(complaint("core/base: errors, ids, money, time, JSON writer; the map of modules"))
        for wrong in ["Add things", "web: fix", "web: " + "x" * 80, "web: draw the list.", "web: draw\nthe list", ""]:
            with self.subTest(wrong):
                self.assertIsNotNone(complaint(wrong))


if __name__ == "__main__":
    unittest.main()
