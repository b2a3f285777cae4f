#!/usr/bin/env python3
"""Removes one condition after another from the sources and expects the tests named next to it to fail: a test that does not
notice proves nothing.

  python3 Tests/Mutations/run.py          all of them (each builds and runs its tests: two minutes)
  python3 Tests/Mutations/run.py closed   only those whose name contains a word

Every file is restored at the end, also after Ctrl-C; build once more then. Prints a table; exit status 1 if a mutation survived.
"""

import os
import pathlib
import re
import subprocess
import sys
from typing import NamedTuple

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCOPE = "Sources/Access/Scope.swift"
MEMBER = "Sources/Access/MemberAccess.swift"
PROOF = "AccessProofTests"


class Mutation(NamedTuple):
    """One condition that is removed. `old` occurs exactly once in `file`; `tests` is a filter of `swift test`."""

    name: str
    file: str
    old: str
    new: str
    tests: str


MUTATIONS = [
    Mutation("a closed membership counts as open", SCOPE, " AND (m.until IS NULL OR m.until >= p.deleted_at)", "", PROOF),
    Mutation("coaches see members of any role", SCOPE, "\"m.role = 'learner'\"", "\"true\"", PROOF),
    Mutation("a role in a closed membership still administers", SCOPE, "AND m.until IS NULL AND m.role \\(anyOf: roles)", "AND m.role \\(anyOf: roles)", PROOF),
    Mutation("roles do not flow down", SCOPE, "UNION SELECT g.key, g.id FROM below AS b JOIN groups AS g ON g.parent = b.id)", ")", PROOF),
    Mutation("a closed relation still makes a report", SCOPE, "WHERE m.manager_key = \\(viewer.key) AND m.until IS NULL", "WHERE m.manager_key = \\(viewer.key)", PROOF),
    Mutation("who has come in is taken over: anybody may change a way in", MEMBER, "guard try Scope.theirUsers(of: viewer).contains(user, session) else { return false }\n", "", "WayInRightsTests|AccessProofTests"),
    Mutation("way in: pages that the account opens do not count", MEMBER, "      hides(.course, authored),\n", "", "WayInRightsTests|AccessProofTests"),
    Mutation("way in: a password is none", "Sources/Access/WayIn.swift", "u.channel = 'sso' OR EXISTS (SELECT 1 FROM passwords AS p WHERE p.user_key = u.key)", "u.channel = 'sso'", "WayInRightsTests|AccessProofTests"),
    Mutation("way in: links go to anybody", "Sources/Accounts/Members/MemberEditor.swift", "guard member.isWayInTheirs, mayLink", "guard member.isTheirs, mayLink", "WayInRightsTests"),
    Mutation("way in: the form takes any address", "Sources/Accounts/Members/MemberEditor.swift", "if !member.isWayInTheirs, row[\"email\"] != member.row[\"email\"] {", "if member.key < 0 {", "WayInRightsTests"),
    Mutation("tokens survive a new password", "Sources/Access/SignIn.swift", "    try Token.revokeAll(of: user, now: now, session)\n", "", "ActiveSessionTests"),
    Mutation("tokens survive Sign out everywhere", "Sources/Web/Pages/Account/AccountSessions.swift", "      try Token.revokeAll(of: viewer.key, now: now, session)\n", "", "ActiveSessionTests"),
    Mutation("token without a password", "Sources/Web/Pages/Account/AccountTokens.swift", "    return isRight ? nil :", "    return isRight || visit.isSignedIn ? nil :", "ActiveSessionTests"),
    Mutation("token: any session is fresh", "Sources/Access/WebSession.swift", "(now - Self.freshness...now).contains(found.opened)", "found.opened > 0", "ActiveSessionTests"),
    Mutation("token: no letter", "Sources/Web/Pages/Account/AccountTokens.swift", "if canMail { try EmailNotification.add(.token,", "if canMail, now < 0 { try EmailNotification.add(.token,", "ActiveSessionTests"),
    Mutation("session of another is ended", "Sources/Access/WebSession.swift", "WHERE user_key = \\(user) AND substr(hash, 1, 16)", "WHERE user_key <> -\\(user) AND substr(hash, 1, 16)", "ActiveSessionTests"),
    Mutation("password: common ones are taken", "Sources/Access/Password.swift", "CommonPasswords.contains(new) } ? .common : nil", "CommonPasswords.contains(new) } ? nil : nil", "PasswordRuleTests"),
    Mutation("password: one's own name is taken", "Sources/Access/Password.swift", "if owner.isGuess(new) { return .own }", "", "PasswordRuleTests"),
    Mutation("password: case and accents are not folded", "Sources/Access/PasswordText.swift", "text.decomposedStringWithCompatibilityMapping.unicodeScalars", "text.unicodeScalars", "PasswordRuleTests"),
    Mutation("password: backwards is another", "Sources/Access/PasswordOwner.swift", "long + long.map(\\.reversed)", "long", "PasswordRuleTests"),
    Mutation("limit: failures lock an account everywhere", "Sources/Access/SignInLimits.swift", "account = \\(account) AND address = \\(address)", "account = \\(account)", "SignInLimitTests"),
    Mutation("limit: known network addresses wait", "Sources/Access/SignInLimits.swift", "AND u.deleted_at IS NULL AND k.address", "AND u.deleted_at IS NOT NULL AND k.address", "SignInLimitTests"),
    Mutation("limit: an attack from anywhere keeps nobody waiting", "Sources/Access/SignInLimits.swift", "private static let attackLimit = 50", "private static let attackLimit = 5_000", "SignInLimitTests"),
    Mutation("limit: failures of the future count", "Sources/Access/SignInLimits.swift", " AND \\(raw: column) <= \\(now + Self.tolerance)", "", "SignInLimitTests"),
    Mutation("limit: each IPv6 address counts by itself", "Sources/Access/NetworkAddress.swift", "text = Self.four(bare) ?? Self.six(bare) ?? written", "text = Self.four(bare) ?? written", "SignInLimitTests"),
    Mutation("restore: anybody gives managers back", "Sources/Accounts/Members/MemberFormer.swift", "isTheirs: isSeen && found.flag(4))", "isTheirs: true)", "RestoreTests"),
    Mutation("restore: what ended before is offered", "Sources/Accounts/Members/MemberFormer.swift", "(m.until IS NULL OR m.until >= u.deleted_at)", "(m.until IS NULL OR m.until >= 0)", "RestoreTests"),
    Mutation("question: a user goes by one click", "Sources/Web/Pages/Members/member.mustache", "<a class=\"button danger\" href=\"{{.}}\">{{text.member_delete}}…</a>", "<form method=\"post\" action=\"{{.}}\"><button name=\"csrf\" value=\"{{viewer.csrf}}\">{{text.member_delete}}</button></form>", "QuestionTests"),
    Mutation("user administrators administer", SCOPE, "membersOpenAtTheirTime(in: administered([\"admin\"]), role: \"true\")", "membersOpenAtTheirTime(in: administered([\"admin\", \"user_admin\"]), role: \"true\")", PROOF),
    Mutation("letters without a decomposition are not replaced", "Sources/Records/SortKey.swift", "for letter in folded(scalar) { result.append(contentsOf: replacement(letter)) }", "result.append(contentsOf: folded(scalar))", "SortKeyTests|SearchTests"),
    Mutation("words are found in their order only", "Sources/Statistics/SearchWords.swift", "{ $0.properties.isWhitespace || $0.properties.isDash || isComma($0) }", "{ isComma($0) }", "SearchTests"),
    Mutation("a left-over journal is not looked for", "Sources/Store/StoreFiles.swift", '["-wal", "-shm", "-journal"]', '["-wal", "-shm"]', "RestoreTests"),
    Mutation("a restored backup keeps its sessions and tokens", "Sources/tallybook/Commands/RestoreCommand.swift", "if !isKept { try Credentials", "if isKept { try Credentials", "RestoreTests"),
    Mutation("a store is replaced while it is open", "Sources/tallybook/StoreCopy.swift", "try await SQLiteEngine.locking(target.path) {", "try await SQLiteEngine.edit(partial) { _ in", "RestoreTests"),
    Mutation("files are made as the shell says", "Sources/tallybook/Tallybook.swift", "umask(0o077)", "umask(0o022)", "PrivacyTests"),
    Mutation("files that others can read are not told of", "Sources/tallybook/Check/PrivacyCheck.swift", "filter { Self.mode($0) & 0o004 != 0 }", "filter { _ in false }", "PrivacyTests"),
    Mutation("a fault of the disk is called full", "Sources/SQLiteDatabase/SQLiteSession.swift", "StorageError.isFull(number) ? .full(message) : .inputOutput(message)", ".full(message)", "StorageFaultTests"),
    Mutation("a long text is not cut", "Sources/Spreadsheets/XLSXText.swift", "xlsxText(text) : xlsxText(cut(text))", "xlsxText(text) : xlsxText(text)", "XLSXLimitTests"),
    Mutation("a platform without an owner is not told of", "Sources/Web/OwnerKnown.swift", "return hasOwner != false", "return true", "NoOwnerTests"),
    Mutation("an owner is replaced without a word", "Sources/Accounts/Ownership.swift", "if let former, !replaces {", "if let former, false {", "FirstRunTests"),
    Mutation("an unknown address makes a user", "Sources/Accounts/Ownership.swift", "guard user != nil || users == 0 || makesUser else", "guard true else", "FirstRunTests"),
    Mutation("names written together are not found", "Sources/Statistics/SearchWords.swift", "isWrittenTogether($0) ? plain + together : plain", "isWrittenTogether($0) ? plain + together.prefix(0) : plain", "SearchTests"),
    Mutation("unknown parameters are ignored", "Sources/Web/Parameters.swift", "else { throw unknown(item.name, place) }", "else { continue }", "ParameterTests"),
    Mutation("a single parameter may repeat", "Sources/Web/Parameters.swift", "var limit: Int { count == .any ? Self.limit : 1 }", "var limit: Int { Self.limit }", "ParameterTests"),
    Mutation("names of parameters are compared by Character", "Sources/Web/Parameters.swift", "return name.utf8.elementsEqual(other.utf8)", "return name.lowercased() == other.lowercased()", "ParameterTests"),
    Mutation("from may be after to", "Sources/Reports/BadFilter.swift", "if let first, let last, first > last {", "if let first, let last, first > last + 100_000 {", "SenselessInputTests"),
    Mutation("a search offers groups of others", "Sources/Statistics/Lists/Choices.swift", "case .groups: \"g.key IN (\\(sql: Scope.theirUsers(of: viewer).groupColumns))\"", "case .groups: \"true\"", "PickerTests"),
    Mutation("a search gives all that matches", "Sources/Statistics/Lists/Choices.swift", "package static let limit = 20", "package static let limit = 20_000", "PickerTests"),
    Mutation("a deleted owner's schedule goes on", "Sources/Reports/Schedules/ReportRun.swift", " OR s.due_at IS NOT NULL AND o.deleted_at IS NOT NULL", "", "TakeOverTests"),
    Mutation("anybody sees all schedules", "Sources/Access/Viewer+Permissions.swift", "seesSchedules: Bool { seesEverybody }", "seesSchedules: Bool { seesUsers }", "TakeOverTests"),
    Mutation("the decimal sign is always a point", "Sources/Spreadsheets/CSVText.swift", ", style.decimalSign.rawValue)", ")", "CSVWriterTests"),
    Mutation("full means refused, idle or not", "Sources/Web/Connections/Connections.swift", "guard let victim = state.oldestIdle(of: isOverShare ? network : nil) else {", "guard let victim = state.oldestIdle(of: \"none\") else {", "ConnectionTests"),
    Mutation("no descriptors are reserved", "Sources/Web/Connections/DescriptorLimit.swift", "80 + min(descriptors / 8, 176)", "0", "ConnectionTests|ConnectionLimitTests"),
    Mutation("a failing accept ends the server", "Sources/Web/Connections/AcceptMonitor.swift", "Self.passing.contains(code)", "code == 0", "ConnectionLimitTests"),
    Mutation("a body that nothing reads may trickle", "Sources/Web/Connections/ConnectionMonitor.swift", "if isLeftOver || isSlow {", "if isLeftOver && !isLeftOver || isSlow && !isSlow {", "SlowClientTests"),
    Mutation("an answer may be taken slowly", "Sources/Web/Connections/SendMonitor.swift", "guard debt > limits.patience else", "guard debt > .hours(9) else", "SlowClientTests"),
    Mutation("streams read where pages do", "Sources/Web/Files/FilePipe.swift", "database.read(.stream)", "database.read(.page)", "ReaderTests"),
    Mutation("/ready waits among the pages", "Sources/SQLiteDatabase/SQLiteEngine.swift", "try await readers.lend(.check) {", "try await readers.lend(.page) {", "ReaderTests"),
    Mutation("a store that was replaced is ready", "Sources/SQLiteDatabase/SQLiteEngine.swift", "    try file.check()\n", "", "ReaderTests"),
    Mutation("an answer that breaks off is no error", "Sources/Web/Operations/RequestLogger.swift", "if !Self.isClientGone(error) {", "if false {", "ReaderTests"),
    Mutation("the audit log keeps any filters", "Sources/Access/Audit.swift", "guard filters.utf8.count > filtersLimit else", "guard filters.utf8.count > 1_000_000 else", "[.]LimitTests"),
    Mutation("tokens without end", "Sources/Access/Token.swift", "guard live < limit else", "guard live < 1_000_000 else", "[.]LimitTests"),
    Mutation("browsers without end", "Sources/Access/WebSession.swift", "LIMIT \\(limit - 1))", "LIMIT 1000000)", "[.]LimitTests"),
    Mutation("links to a user without end", "Sources/Jobs/EmailLimit.swift", "static let links = (count: 5,", "static let links = (count: 500_000,", "[.]LimitTests"),
    Mutation("letters from a user without end", "Sources/Jobs/EmailLimit.swift", "static let sent = (count: 100,", "static let sent = (count: 500_000,", "[.]LimitTests"),
    Mutation("files without end", "Sources/Jobs/JobQuota.swift", "if max(files, letters) >= hourly {", "if max(files, letters) >= hourly * 1_000_000 {", "[.]LimitTests"),
    Mutation("kept files without end", "Sources/Jobs/JobQuota.swift", "if index > 0, index >= kept || bytes > keptBytes {", "if index >= kept * 1_000_000 || bytes > keptBytes * 1_000_000 {", "[.]LimitTests"),
    Mutation("receivers without end", "Sources/Reports/Custom/ReportSharing.swift", "> Self.limit {", "> 1_000_000 {", "[.]LimitTests"),
    Mutation("custom fields without end", "Sources/Accounts/CustomFieldRecord.swift", "guard others.count < limit else", "guard others.count < 1_000_000 else", "[.]LimitTests"),
    Mutation("an address links a second account of the same issuer", "Sources/Accounts/Provisioning/SingleSignOnAccount.swift", "if try hasAnotherAccount(user.key) {", "if false {", "SingleSignOnAccountTests"),
    Mutation("single sign-on goes by the address alone", "Sources/Accounts/Provisioning/SingleSignOnAccount.swift", "if let known = try known(value) {", "if let known = try known(value + \"?\") {", "SingleSignOnAccountTests"),
    Mutation("an account of somebody deleted signs in", "Sources/Accounts/Provisioning/SingleSignOnAccount.swift", "guard known.isCurrent else { return .nobody }", "", "SingleSignOnAccountTests"),
    Mutation("a taken address is taken over from the provider", "Sources/Accounts/Provisioning/SingleSignOnAccount.swift", "!user.isOfDirectory, !isTaken,", "!user.isOfDirectory, isTaken || !isTaken,", "SingleSignOnAccountTests"),
    Mutation("a wrong attribute keeps a leaver in", "Sources/SCIM/SCIMUserDraft.swift", "if let fault = body.fault, !isLeaver { throw fault }", "if let fault = body.fault { throw fault }", "DirectoryLeaverTests"),
    Mutation("a name of another user keeps a leaver in", "Sources/Accounts/Provisioning/SCIMUsers+Writing.swift", "guard draft.isActive == false else { throw fault }", "guard draft.isActive == nil else { throw fault }", "DirectoryLeaverTests"),
    Mutation("a directory's false is true or false alone", "Sources/SCIM/JSONValue+Attributes.swift", "case \"false\", \"0\", \"no\": return false", "case \"false\": return false", "DirectoryLeaverTests"),
    Mutation("who comes back is in no group", "Sources/Accounts/Provisioning/SCIMUsers+Return.swift", "let rows = listed.filter { !there.contains($0) }.map", "let rows = listed.filter { there.contains($0) && !there.contains($0) }.map", "DirectoryReturnTests"),
    Mutation("changes of groups while away do not count", "Sources/Accounts/Provisioning/SCIMGroups+Writing.swift", "try list(users.filter(\\.isAway).map(\\.key), key, session)", "", "DirectoryReturnTests"),
    Mutation("an administrator's deletion is a directory's", "Sources/Accounts/UserDeletion.swift", "UPDATE directory_users SET ended_at = NULL", "UPDATE directory_users SET ended_at = ended_at", "DirectoryReturnTests"),
    Mutation("a manager is found by id alone", "Sources/Accounts/Provisioning/SCIMReference.swift", "for way in ways {", "for way in ways.prefix(1) {", "DirectoryManagerTests"),
    Mutation("nobody waits for a manager", "Sources/Import/ImportSession.swift", "try openWaiting()\n", "\n", "DirectoryManagerTests"),
    Mutation("an id that does not change is an error", "Sources/SCIM/SCIMChange.swift", "if kind != .remove, isSame { return nil }", "if kind != .remove, isSame, kind == .remove { return nil }", "DirectoryGroupTests"),
    Mutation("what follows brackets in a filter is not read", "Sources/SCIM/SCIMFilter.swift", "return .within(name, .all([filter, try comparison(of: part)]))", "_ = try comparison(of: part)\n    return .within(name, filter)", "DirectoryQueryTests"),
    Mutation("identities are kept as they come", "Sources/Records/RecordKind.swift", "if let fault = kind.normalize?(&self) { faults.append(fault) }", "if faults.count < 0, let fault = kind.normalize?(&self) { faults.append(fault) }", "IdentityTests"),
    Mutation("templates escape by character", "Sources/Web/Rendering/Templates.swift", '"{{% CONTENT_TYPE: \\(HTMLText.name)}}\\n" + text', "text", "MarkupTests"),
    Mutation("a quotation mark stays in HTML", "Sources/Web/String+HTML.swift", 'case UInt8(ascii: "\\""): "&quot;"', 'case UInt8(ascii: "\\""): "\\""', "MarkupTests"),
    Mutation("a way back may begin with two slashes", "Sources/Web/Pages/SignIn/SignInPage.swift", 'bytes.dropFirst().first != UInt8(ascii: "/"),', "", "ReturnTests"),
    Mutation("a way back may hold a backslash", "Sources/Web/Pages/SignIn/SignInPage.swift", ' && $0 != UInt8(ascii: "\\\\")', "", "ReturnTests"),
    Mutation("any key goes into a cookie", "Sources/Web/Pages/SignIn/PasswordPage.swift", "guard Secret.isWellFormed(key) else { return try expired(visit) }", "", "ReturnTests"),
    Mutation("a form's cookie is sent back as it came", "Sources/Web/Pages/SignIn/SignInPage.swift", "cookie(.form).flatMap { Secret.isWellFormed($0) ? $0 : nil }", "cookie(.form)", "ReturnTests"),
    Mutation("cookies on HTTPS are any host's", "Sources/Web/SiteCookie.swift", '(isSecure ? "__Host-" : "") + rawValue', "rawValue", "ReturnTests"),
    Mutation("two hosts are one", "Sources/Web/Middleware/HostCheck.swift", '!request.headers.contains { $0.name.canonicalName == "host" }', "true", "HTTPEdgeTests"),
    Mutation("a host is any text", "Sources/Web/Middleware/HostCheck.swift", "Self.isHost(host)", "!host.isEmpty", "HTTPEdgeTests"),
    Mutation("links name the host of the request", "Sources/Web/ListeningAddress.swift", "services.listening.place\n", 'request.head.authority!\n  }\n}\n\nimport HummingbirdCore\nimport HTTPTypes\n\nextension WebRequest {\n  var unused: Int {\n    0\n', "ReturnTests"),
    Mutation("a range beyond the end is a part", "Sources/Web/PublicFiles.swift", "return first <= end ? first...end : nil", "return min(first, end)...end", "HTTPEdgeTests"),
    Mutation("a formula may begin with a line feed", "Sources/Spreadsheets/CSVText.swift", "carriageReturn,\n    lineFeed:", "carriageReturn:", "CSVWriterTests"),
    Mutation("full-width signs begin no formula", "Sources/Spreadsheets/CSVText.swift", "[0x9D, 0x8B, 0x8D, 0xA0].contains(utf8[2])", "false", "CSVWriterTests"),
    Mutation("ids are compared as Swift compares", "Sources/Records/ID.swift", "b.withUTF8 { b in a.count == b.count && (a.isEmpty || memcmp(a.baseAddress!, b.baseAddress!, a.count) == 0) }", "b.withUTF8 { b in String(decoding: a, as: UTF8.self) == String(decoding: b, as: UTF8.self) }", "ASCIITextTests"),
    Mutation("blanks beyond ASCII are trimmed", "Sources/Records/StringProtocol+ASCII.swift", "self == 0x20 || (0x09...0x0D).contains(self)", "self == 0x20 || (0x09...0x0D).contains(self) || self >= 0x80", "ASCIITextTests"),
    Mutation("a missing column empties the field", "Sources/Store/Staging+Completion.swift", "THEN s.\\(name) ELSE \\(kept(kind.fields[index])) END", "THEN s.\\(name) ELSE s.\\(name) END", "PartialFileTests"),
    Mutation("a missing column empties a fact's field", "Sources/Store/Facts/FactChunk.swift", "let isPartial = hasKnown && row.given != .all", "let isPartial = hasKnown && row.given != row.given", "PartialFileTests"),
    Mutation("a missing column takes custom values away", "Sources/Store/Staging+Completion.swift", "let mergesCustom = try leavesCustomOut && mergeCustom()", "let mergesCustom = try leavesCustomOut && mergeCustom() && columns.isEmpty", "PartialFileTests"),
    Mutation("rules over fields that are left out are not judged", "Sources/Store/Staging+Merge.swift", "    try findContradictions(&faults)\n", "", "PartialFileTests"),
    Mutation("a faulty record is told to be unknown", "Sources/Store/Staging+Checks.swift", "if kinds.contains(where: { faulty.mayHold(value, of: $0) }) { return }", "", "AllFaultsTests"),
    Mutation("only the first bad cell is told", "Sources/Intake/CSVRecords.swift", "        faults.append(error)\n", "        if faults.isEmpty { faults.append(error) }\n", "CSVRecordsTests"),
    Mutation("a fact that is there three times is told once", "Sources/Store/Facts/FactMerge.swift", "lines.dropFirst().map", "lines.suffix(1).map", "FactTests"),
    Mutation("a file with another ending is passed over", "Sources/Intake/RecordsFolder.swift", "guard let kind = RecordKind.named(stem) else { return pass(name) }", "guard let kind = RecordKind.named(stem), name.hasSuffix(\".csv\") else { return pass(name) }", "RecordsFolderTests"),
    Mutation("a header's separator is not looked at", "Sources/Intake/CSVHeader.swift", "if let hint = separator.hint(for: cells, isKnown: isKnown) {", "if let hint = separator.hint(for: cells, isKnown: isKnown), false {", "CSVRecordsTests"),
    Mutation("addresses are not composed", "Sources/Records/EmailAddress.swift", "return Array(String(lower).precomposedStringWithCanonicalMapping.utf8)", "return Array(String(lower).utf8)", "EmailAddressTests"),
    Mutation("the Kelvin sign is a k", "Sources/Records/EmailAddress.swift", "composed.allSatisfy({ !$0.isASCII })", "true", "EmailAddressTests"),
    Mutation("a domain keeps its letters", "Sources/Records/InternetDomain.swift", "where: \\.isALabel) ? text : idna(text)", "where: \\.isALabel) ? text : text as String?", "EmailAddressTests"),
    Mutation("ids of other pages are taken", "Sources/Records/ReservedID.swift", "words.contains(id)", "id.isEmpty", "CSVRecordsTests|ReservedIDTests"),
    Mutation("withdrawn attempts stand in a user's numbers", "Sources/Statistics/Standings/FactReader.swift", "if let withdrawal, row.integer(withdrawal) != nil { continue }", "", "WithdrawalTests"),
    Mutation("a withdrawn post can be read", "Sources/Store/Migrations/0001-records.sql", "FROM all_posts WHERE withdrawn_at IS NULL", "FROM all_posts", "WithdrawalTests"),
    Mutation("a withdrawn attempt takes another's place among the records behind a number", "Sources/Statistics/Evidence/EvidenceSource+Attempts.swift", "\"CASE WHEN \\(alias).withdrawn_at IS NULL THEN 0 ELSE 1 END\"", "\"0\"", "EvidenceTests"),
    Mutation("a withdrawn attempt is replaced by another", "Sources/Import/UserBatch.swift", "if !isWithdrawn { place += 1 }", "place += 1", "WithdrawalTests"),
    Mutation("what was withdrawn cannot be named", "Sources/Store/RecordTable+Columns.swift", "LEFT JOIN \\(Self.name(of: target)) AS", "LEFT JOIN \\(target) AS", "SnapshotTests"),
    Mutation("a snapshot closes what a page wrote", "Sources/Store/Snapshot.swift", "if hasSource { conditions.append", "if false { conditions.append", "SnapshotTests"),
    Mutation("a snapshot empties the platform", "Sources/Import/ImportSession.swift", "if let snapshot, !snapshot.acceptsLoss, !losses.isEmpty", "if let snapshot, snapshot.acceptsLoss, !losses.isEmpty", "SnapshotTests"),
    Mutation("a snapshot overlooks users of whom nothing comes in", "Sources/Import/UserBatch.swift", "{ users.append(user) } }", "{ if user == Int.min { users.append(user) } } }", "SnapshotTests"),
    Mutation("a session that ended is still known", "Sources/Access/PendingSessions.swift", "if isEnded { return nil }", "if isEnded, hash.isEmpty { return nil }", "SignInDuringImportTests"),
    Mutation("a session that ended is not kept on the disk", "Sources/Web/SessionWriting.swift", "if !(await delete(hash)) { try ended.add(hash) }", "await delete(hash)", "SignInDuringImportTests"),
    Mutation("a session outlives the end of all", "Sources/Access/NewSession.swift", "try WebSession.ends(of: user, session) == ends }", "true }", "SignInDuringImportTests"),
    Mutation("failures that wait do not count", "Sources/Access/SignInLimits.swift", "let others = others ?? Counts()", "let others = Counts()", "SignInDuringImportTests"),
    Mutation("signing in waits for the writer", "Sources/Web/SessionWriting.swift", "guard hasOneWriter else { return SignIn(database) }", "guard !hasOneWriter else { return SignIn(database) }", "SignInDuringImportTests"),
]


def main(words):
    survivors = 0
    print("| removed | the tests |\n|---|---|", flush=True)
    for mutation in MUTATIONS:
        if words and not any(word in mutation.name for word in words):
            continue
        verdict = judge(mutation)
        survivors += verdict is None
        print(f"| {mutation.name} | {verdict or '**pass: not noticed**'} |", flush=True)
    return 1 if survivors else 0


def judge(mutation):
    """The first thing that the tests say; None if they pass."""
    file = ROOT / mutation.file
    original = file.read_text()
    if original.count(mutation.old) != 1:
        sys.exit(f"{mutation.name}: the text to replace occurs {original.count(mutation.old)} times in {mutation.file}")
    try:
        file.write_text(original.replace(mutation.old, mutation.new))
        built = run("swift", "build", "--build-tests")
        if built.returncode:
            sys.exit(f"{mutation.name} does not build:\n{built.stdout[-3000:]}")
        tested = run("swift", "test", "--skip-build", "--filter", mutation.tests)
    finally:
        file.write_text(original)
    if tested.returncode == 0:
        return None
    said = re.search(r"(seed \d+[:,] .*)", tested.stdout) or re.search(r"(Expectation failed: .*)", tested.stdout)
    return f"fail: {said.group(1)[:110]}" if said else "fail"


def run(*command):
    return subprocess.run(
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=os.environ)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
