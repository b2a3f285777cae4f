import DatabaseAccess
import Foundation
import SQLiteDatabase
import Testing

/// `tallybook check`: a line for each subject, what to do about it, and an exit status.
@Suite struct CheckTests {
  @Test func `What is good is said to be, and nothing is changed`() throws {
    let program = try Program()
    defer { program.remove() }
    try program.makeStore()
    let outcome = try program.run(["check"])
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    for words in [
      "ok       Settings: good (time zone UTC", "ok       Store tallybook.sqlite: good (25 users",
      "ok       Stored values: those of 25 users", "ok       Folder of files", "note     Mail: off",
      "note     Nobody can sign in with a password yet",
    ] { #expect(outcome.output.contains(words), "\(words)") }
    #expect(!outcome.output.contains("problem"))
    #expect(try program.run(["import", "records"]).output.contains("Nothing changed."))
  }

  @Test func `Each thing that is wrong is named with what to do, and the first makes the status`() throws {
    let program = try Program()
    defer { program.remove() }
    for (variables, status, words) in [
      ([:], 69, "There is no store at tallybook.sqlite"),
      (["TALLYBOOK_STORE": "/etc/hostname"], 69, "problem  Store /etc/hostname"),
      (["TALLYBOOK_PUBLIC_URL": "http://stats.example.com"], 78, "not encrypted"),
      (["TALLYBOOK_PUBLIC_URL": "https://stats.example.com"], 78, "--https"),
      (["TALLYBOOK_FILES": "/no/such/place"], 73, "not writable"),
      (["TALLYBOOK_TIMEZONE": "UTC"], 69, "TALLYBOOK_TIMEZONE is not a setting; did you mean TALLYBOOK_TIME_ZONE?"),
      (
        ["TALLYBOOK_OIDC_ISSUER": "https://127.0.0.1:1", "TALLYBOOK_OIDC_CLIENT_ID": "x"], 78, "single sign-on needs it"
      ),
      (["TALLYBOOK_TIME_ZONE": "Mars/Base"], 64, ""),
    ] as [([String: String], Int32, String)] {
      let outcome = try program.run(["check"], environment: variables)
      #expect(outcome.status == status, "\(variables): \(outcome.status) \(outcome.output)\(outcome.errors)")
      #expect(words.isEmpty || outcome.output.contains(words), "\(variables): \(outcome.output)")
    }
  }

  @Test func `A store whose stored values are wrong, or whose mail cannot be sent, is a problem`() async throws {
    let program = try Program()
    defer { program.remove() }
    try program.makeStore()
    let mail = try program.run(["check", "--mail", "smtp://127.0.0.1:1?tls=none", "--mail-to", "a@example.com"])
    #expect(mail.status == 75 && mail.output.contains("problem  Mail:"), "\(mail.output)")
    let sent = try program.run(["check", "--mail", "folder:letters", "--mail-to", "a@example.com"])
    #expect(sent.status == 0 && sent.output.contains("a test email was sent to"), "\(sent.output)")
    let store = try SQLiteEngine(path: program.path("tallybook.sqlite"), readers: 1)
    try await store.write { _ = try $0.run("UPDATE course_standings SET time_spent = time_spent + 1") }
    let wrong = try program.run(["check"])
    #expect(wrong.status == 70 && wrong.output.contains("problem  Stored values"), "\(wrong.output)")
    try await store.write { _ = try $0.run("DELETE FROM migrations WHERE name = '0003-accounts'") }
    let old = try program.run(["check"])
    #expect(
      old.status == 78 && old.output.contains("its tables are older than this version (0003-accounts)"), "\(old.output)"
    )
    try await store.write { _ = try $0.run("INSERT INTO migrations (name) VALUES ('9999-later')") }
    let other = try program.run(["check"])
    #expect(
      other.status == 69 && other.output.contains("it was created by another version of Tallybook (step 9999-later)"),
      "\(other.output)")
  }
}
