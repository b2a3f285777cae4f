import ArgumentParser
import Foundation
import Reports

struct VerifyFileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify-file",
    abstract: "Check that a downloaded file is whole and as it was made, and tell what it is.",
    discussion: """
      A file says what it is if that was asked for when it was downloaded ("Include a cover sheet", or report --about): \
      a workbook (XLSX) on its first sheet; CSV and NDJSON in a second file beside it, FILE.about.json. There stand the \
      report, its filters, the person whose rights decided on the rows, the instant of the snapshot, the definitions, \
      the number of rows and a checksum (SHA-256).

      The checksum shows that a file was cut off on its way, or changed afterwards by mistake. It is no signature: \
      whoever alters both the file and what it says of itself is not found out; ask Tallybook for the report again, \
      with the same filters and --now, and compare.

      Exit status: 0 as it was made; 65 altered, cut off or without what it says of itself; 66 no such file.
      """)

  @Argument(help: "The file, .csv, .ndjson or .xlsx.", completion: .file()) var file: String

  func run() throws {
    do {
      let lines = try FileCheck.check(file)
      print("\(file) is whole, and as it was made.")
      for (word, text) in lines.dropFirst() where !word.hasPrefix("Column") { print("  \(word): \(text)") }
    } catch let fault as FileCheck.Fault {
      if case .unreadable = fault { Failing.exit(.noInput, fault.description) }
      Failing.exit(.dataError, fault.description)
    }
  }
}
