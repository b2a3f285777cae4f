import ArgumentParser
import Foundation
import Reports

struct VerifyFileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify-file",
    abstract: "Check that a downloaded file is complete and unchanged, and print its description.",
    discussion: """
      This needs the file's description, which is optional in the download dialog (in `tallybook report`: --about): a \
      cover sheet in a workbook (XLSX), or the separate file FILE.about.json for CSV and NDJSON. It has the report, its \
      filters, the user whose rights applied, the instant of the snapshot, the definitions, the number of rows and a \
      checksum (SHA-256).

      The checksum detects a truncated file and accidental changes. It is not a signature: it does not detect a change \
      of both the file and its description. To rule that out, create the report again with the same filters and --now, \
      and compare.

      Exit status: 0 unchanged; 65 altered, truncated or without a description; 66 no such file.
      """)

  @Argument(help: "The file, .csv, .ndjson or .xlsx.", completion: .file()) var file: String

  func run() throws {
    do {
      let lines = try FileCheck.check(file)
      print("\(file) is complete and unchanged.")
      for (word, text) in lines.dropFirst() where !word.hasPrefix("Column") { print("  \(word): \(text)") }
    } catch let fault as FileCheck.Fault {
      if case .unreadable = fault { ExitError.exit(.noInput, fault.description) }
      ExitError.exit(.dataError, fault.description)
    }
  }
}
