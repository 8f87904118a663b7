"""B9: nothing answers but what is published: thousands of paths that others have, and texts of the binary."""

import itertools
import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

STEMS = (
    "admin administrator phpmyadmin adminer pma install installer setup config configuration settings env backup "
    "backups dump db database sql data export old new test tests tmp temp debug trace status health info phpinfo "
    "server-status server-info actuator metrics stats console shell cmd exec eval upload uploads files file "
    "download downloads logs log error errors private secret secrets keys key token tokens user users account "
    "accounts login logout signup register reset password passwords session sessions api api-docs swagger openapi "
    "graphql graphiql playground rpc soap rest v1 v2 internal system manage manager management monitor monitoring "
    "jobs queue cron worker webhook webhooks callback oauth oidc saml sso ldap mail smtp imap sms wechat import "
    "imports report reports audit journal history git svn hg docker kubernetes compose package composer vendor "
    "node_modules dist build src source public static assets images js css fonts robots sitemap crossdomain "
    "favicon index home main default web root www cgi-bin bin etc proc passwd shadow htaccess htpasswd wp-admin "
    "wp-login wp-content wp-config xmlrpc joomla drupal magento odoo espocrm suitecrm vtiger mautic dolibarr "
    "krayin chatwoot twenty juan "
).split()
ENDS = (
    "",
    ".php",
    ".json",
    ".yml",
    ".yaml",
    ".env",
    ".bak",
    ".old",
    ".zip",
    ".tar.gz",
    ".sql",
    ".db",
    ".sqlite",
    ".log",
    ".txt",
    ".xml",
    ".html",
    ".ini",
    "~",
    ".swp",
    ".git",
    ".keys",
    ".conf",
    "/",
    "/index.php",
)
FIRSTS = ("", ".", "api/", "api/v1/", "data/", "../", "admin/", "static/", "assets/", "%2e%2e/", "internal/", "debug/")
WHOLE = (
    ".git/config .git/HEAD .svn/entries .env .env.local .DS_Store .well-known/security.txt .ssh/id_rsa juan.db "
    "juan.db-wal data/juan.db data.keys docker-compose.yml Dockerfile package.json package-lock.json "
    "composer.json Makefile CMakeLists.txt dev core/base/errors.json api/debug api/test api/internal api/admin "
    "api/eval api/sql api/query api/exec api/shutdown api/restart api/logs api/config api/env api/files "
    "api/users.json debug/pprof/ debug/vars actuator/env actuator/heapdump server-status?auto metrics/ "
    "metrics.json health api/metrics api/health/ready "
).split()
# Besides the routes of the API: the page and what belongs to it, and figures for this machine itself.
PUBLISHED = {"/", "/index.html", "/metrics", "/favicon.ico", "/favicon.svg", "/robots.txt", "/manifest.webmanifest"}
TEXTS = re.compile(rb"\0(/(?:api|metrics|debug|internal|admin|setup)(?:/[\w{}.\-]+)*)(?=\0)")
IN_SOURCES = re.compile(r'"(/(?:api|metrics|debug|internal|admin|setup)/[\w{}.\-/]+)"')


def paths(count):
    """`count` of them, always the same, the most telling first."""
    made = (f"/{first}{stem}{end}" for end, first, stem in itertools.product(ENDS, FIRSTS, STEMS))
    every = dict.fromkeys([*(f"/{one}" for one in WHOLE), *made])
    found = list(every)
    step = max(1, (len(found) - len(WHOLE)) // count)
    return (found[: len(WHOLE)] + found[len(WHOLE) :: step])[:count]


def is_published(path, routes):
    bare = path.split("?")[0]
    return bare in PUBLISHED or any(route.fullmatch(bare) for route in routes)


def without_nonce(page):
    return re.sub(rb'nonce-?[="\w]*[\w-]{20,}', b"", re.sub(rb'content="[\w-]{40,}"', b"", page))


def check_paths(world, report, count):
    document = world.admin.ask("GET", "/api/openapi.json")
    routes = [re.compile(re.sub(r"\\\{[^/]+\\\}", "[^/]+", re.escape(path))) for path in document["paths"]]
    stranger = type(world.admin)(world.server.port)
    page = without_nonce(stranger.send("GET", "/")[1])

    def one(path):
        status, data, headers = stranger.send("GET", path)
        if is_published(path, routes):
            return
        # A place of the pages' own: any path without a dot opens the page, which then finds nothing there.
        is_page = (
            status == 200
            and without_nonce(data) == page
            and headers["Content-Type"].startswith("text/html")
            and not path.startswith("/api")
        )
        report.check("path", is_page or status in (400, 404), path, status, data[:100])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, paths(count)))


def check_binary(world, report, binary):
    """What looks like a route in the program, or in the sources of the API, is one that the description tells of."""
    told = set(world.admin.ask("GET", "/api/openapi.json")["paths"])
    in_binary = {one.decode() for one in TEXTS.findall(binary.read_bytes())}
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "flow").rglob("*.cpp") if "_test" not in path.name]
    in_sources = {one for text in sources for one in IN_SOURCES.findall(text) if not one.endswith((".hpp", ".cpp"))}
    begun = {"/setup", "/metrics", "/api", "/api/"}  # The page of the first day, the figures, what all begin with.
    strange = {one for one in in_binary | in_sources if one not in told and one not in begun}
    report.check("binary", len(in_binary & told) > 10, "routes found in the binary", sorted(in_binary & told))
    report.check(
        "binary", len(in_sources & told) > len(told) * 0.8, "in the sources", len(in_sources & told), "of", len(told)
    )
    report.check("binary", not strange, "in the program and not in the description", sorted(strange))


def check_accounts(world, report, folder):
    """Nobody is there who was not made: every account is one that this test knows."""
    store = sqlite3.connect(f"file:{folder}/data/juan.db?mode=ro", uri=True)
    emails = {email for (email,) in store.execute('select email from "user"')}
    known = store.execute("select count(*) from credential").fetchone()[0]
    store.close()
    made = {one["email"] for one in world.admin.ask("GET", "/api/user?page_size=1000")["items"]}
    ours = {f"{person['name']}@example.com" for person in world.users.values()} | {
        f"{name}@example.com" for name in ("blind", "columns", "racer")
    }
    report.check("account", emails == made and emails <= ours and known <= len(ours), emails - ours, known)


def look(world, report, folder, binary, count):
    check_accounts(world, report, folder)
    check_paths(world, report, count)
    check_binary(world, report, binary)
