import Foundation
import Testing

/// Settings are defined in one place: the options of the commands. Variables and docs/settings.md follow.
@Suite struct SettingsTests {
  private static func document() throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: "docs/settings.md"), encoding: .utf8)
  }

  @Test func `docs/settings.md is what the program says`() throws {
    let program = try Program()
    defer { program.remove() }
    // A variable that is set must not become a default.
    let told = try program.run(["settings"], environment: ["TALLYBOOK_PORT": "81", "TALLYBOOK_STORE": "x"])
    #expect(told.status == 0)
    #expect(told.output == (try Self.document()), "make it anew: tallybook settings > docs/settings.md")
  }

  @Test func `Every option is a variable, named as its help says, and described`() throws {
    let rows = try Self.document().split(separator: "\n").filter { $0.hasPrefix("| `--") }
    #expect(rows.count > 50)
    for row in rows {
      let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      let option = cells[0].trimmingCharacters(in: ["`", "-"])
      #expect(cells[1] == "`TALLYBOOK_\(option.uppercased().replacing("-", with: "_"))`", "\(row)")
      // A variable that is still in the help has a different name than the option's.
      #expect(!cells[2].contains("[TALLYBOOK_") && cells[2].count > 5, "\(row)")
    }
  }

  @Test func `A variable is the option, which wins, and is refused as the option is`() throws {
    let program = try Program()
    defer { program.remove() }
    for (variables, words, wanted) in [
      (["TALLYBOOK_STORE": "one.sqlite"], [], "one.sqlite"),
      (["TALLYBOOK_STORE": "one.sqlite"], ["--store", "two.sqlite"], "two.sqlite"),
      (["TALLYBOOK_STORE": "one.sqlite"], ["--store=two.sqlite"], "two.sqlite"),
      (["TALLYBOOK_STORE": ""], [], "tallybook.sqlite"),
    ] as [([String: String], [String], String)] {
      let outcome = try program.run(["verify"] + words, environment: variables)
      #expect(outcome.status == 69 && outcome.errors.contains("no store at \(wanted)"), "\(outcome.errors)")
    }
    for (name, value) in [
      ("PORT", "eighty"), ("PORT", "70000"), ("HTTPS", "yes"), ("LOG_FORMAT", "xml"), ("WORKERS", "9"),
      ("STOP_LIMIT", "-1"), ("CSV_BOM", "maybe"), ("CSV_DECIMAL", ","), ("CSV_DECIMAL", ";"),
    ] {
      let outcome = try program.run(["serve"], environment: ["TALLYBOOK_\(name)": value])
      #expect(outcome.status == 64, "\(name)=\(value): \(outcome.status) \(outcome.errors)")
    }
    let provider = ["TALLYBOOK_OIDC_ISSUER": "https://login.example.com", "TALLYBOOK_OIDC_CLIENT_ID": "x"]
    for host in ["0.0.0.0", "::", "stats.example.com"] {
      let outcome = try program.run(["serve", "--host", host], environment: provider)
      #expect(outcome.status == 64 && outcome.errors.contains("--public-url"), "\(host): \(outcome.errors)")
    }
    let demo = try program.run(["demo"], environment: ["TALLYBOOK_USERS": "20", "TALLYBOOK_OUT": "made"])
    #expect(demo.status == 0 && FileManager.default.fileExists(atPath: program.path("made/users.csv")))
    let checked = try program.run(["import", "made"], environment: ["TALLYBOOK_DRY_RUN": "true"])
    #expect(checked.status == 0 && checked.output.contains("nothing written"))
    let help = try program.run(["serve", "--help"], environment: ["TALLYBOOK_PORT": "eighty"])
    #expect(help.status == 0 && help.output.contains("TALLYBOOK_PORT"))
  }
}
