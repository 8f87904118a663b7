"""Who may do what, worked out a second time: plain tables, and its own reading of declarations and of roles' rights.

Written from docs/guide/permissions.md, not from the C++. Conditions come with a function that says the same in Python.
"""

import json
from pathlib import Path

SCOPES = ["none", "own", "team", "team_below", "all"]
RIGHTS = ["hidden", "masked", "read", "write"]
SYSTEM_FIELDS = ["id", "version", "created_at", "created_by", "updated_at", "updated_by", "origin"]
VERBS = ["read", "edit", "delete", "export"]
OF_SYSTEM = ["user", "organisation_unit", "team", "team_member"]


def declarations(root):
    """{object: its JSON}, as they stand in the folders."""
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(Path(root).glob("objects/*/*.json"))
        if path.stem == path.parent.name
    }


def is_kept(field):
    """Fields that nobody writes."""
    return (
        field.get("system") or "analysis" in field or (field["type"] == "roll_up" and not field["of"].get("or_written"))
    )


class Rights:
    """What a role may do with one object."""

    def __init__(self):
        self.scope = dict.fromkeys(VERBS, "none")
        self.create = False
        self.said = {}
        self.where = ""
        self.fields = {}

    def take(self, said):
        if isinstance(said, str):
            self.scope = dict.fromkeys(VERBS, "none" if said == "read" else said)
            self.scope["read"] = "all" if said == "read" else said
            self.create = said not in ("none", "read")
            self.where = ""
            return
        for name, value in said.items():
            if name in VERBS:
                self.scope[name] = value
            elif name == "create":
                self.create = value
            elif name == "where":
                self.where = value
            elif name == "fields":
                self.said.update(value)


def open_object(rights, declared, is_whole):
    rights.scope["read"], rights.where = "all", ""
    if is_whole:
        rights.scope, rights.create = dict.fromkeys(VERBS, "all"), True
    for name, field in declared["fields"].items():
        least = "write" if is_whole and not is_kept(field) else "read"
        rights.fields[name] = max(rights.fields[name], least, key=RIGHTS.index)


def role_rights(declared, code, said, duties):
    """{object: Rights}."""
    found = {}
    for name, one in declared.items():
        found[name] = Rights()
        if code in one.get("access", {}):
            found[name].take(one["access"][code])
        if name in said:
            found[name].take(said[name])
    for name, one in declared.items():
        if "part_of" in one:
            whole = found[one["fields"][one["part_of"]]["to"]]
            found[name].scope = {**whole.scope, "delete": whole.scope["edit"]}
            found[name].create = whole.scope["edit"] != "none"
    for name, one in declared.items():
        rights = found[name]
        may_write = rights.create or rights.scope["edit"] != "none"
        only_looks = not may_write and SCOPES.index(rights.scope["read"]) > 1
        for field_name, field in one["fields"].items():
            sensitivity = field.get("sensitivity", "internal")
            right = "write" if may_write and not is_kept(field) else "read"
            right = "masked" if sensitivity == "personal" and only_looks else right
            right = "hidden" if sensitivity == "sensitive" else right
            said = rights.said.get(field_name, right)
            rights.fields[field_name] = "read" if said == "write" and is_kept(field) else said
    if "system" in duties or "security" in duties:
        for name in OF_SYSTEM:
            open_object(found[name], declared[name], "system" in duties)
    if "system" in duties or "security" in duties:
        open_object(found["role"], declared["role"], "security" in duties)
    if "security" in duties:
        found["user"].scope["edit"] = "all"
    if code == "administrator":
        for name, one in declared.items():
            open_object(found[name], one, True)
    return found


class Oracle:
    def __init__(self, root, world):
        self.declared = declarations(root)
        self.world = world
        self.rights = {}
        for user in world.users.values():
            role = world.roles[user["role"]]
            self.rights[user["id"]] = role_rights(self.declared, role["code"], role["rights"], role["duties"])

    def below(self, unit):
        units = {unit} if unit else set()
        while True:
            more = {name for name, parent in self.world.units.items() if parent in units} - units
            if not more:
                return units
            units |= more

    def teams(self, user):
        return {name for name, team in self.world.teams.items() if user in team["members"] or user == team["leader"]}

    def owners(self, user, scope):
        me = self.world.users[user]
        found = {user}
        if scope in ("team", "team_below"):
            units = self.below(me["unit"]) if scope == "team_below" else {me["unit"]} - {None}
            found |= {other["id"] for other in self.world.users.values() if other["unit"] in units}
            for team in self.teams(user):
                found |= set(self.world.teams[team]["members"]) | {self.world.teams[team]["leader"]} - {None}
        return found

    def may(self, user, verb, record):
        """`record`: {"object", "id", "owner", ...}."""
        name = record["object"]
        rights, declared = self.rights[user][name], self.declared[name]
        scope = rights.scope[verb]
        if scope == "none":
            return False
        if "part_of" in declared:
            whole = self.world.records[record[declared["part_of"]]]
            allowed = self.may(user, verb if verb in ("read", "export") else "edit", whole)
        else:
            allowed = scope == "all" or not declared.get("owned") or record["owner"] in self.owners(user, scope)
        if allowed and rights.where:
            allowed = self.world.conditions[rights.where](self.world, user, record)
        return allowed or self.is_shared(user, verb, record)

    def is_shared(self, user, verb, record):
        receivers = self.teams(user) | {user}
        return any(
            share["record"] == record["id"]
            and share["to"] in receivers
            and not share["is_over"]
            and (verb == "read" or (verb == "edit" and share["verb"] == "edit"))
            for share in self.world.shares
        )

    def field(self, user, object_name, field):
        return self.rights[user][object_name].fields[field]
