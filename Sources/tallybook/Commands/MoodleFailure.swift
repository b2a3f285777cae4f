import ArgumentParser
import Intake
import Moodle
import Records
import Store

/// Why nothing of a Moodle was imported, in words for the terminal and for the page of the source.
struct MoodleFailure: Error {
  /// nil: the error is not about the Moodle, and keeps its own status.
  let status: ExitCode?
  let words: String

  /// - Parameter reader: knows the places of records in Moodle's tables.
  init(_ error: any Error, _ reader: SiteReader) {
    switch error {
    case let lost as TablesLost: (status, words) = (.temporary, lost.words)
    case let faults as ValidationErrors: (status, words) = (.dataError, Self.words(faults, reader))
    case is MoodleError, is Rejection: (status, words) = (.dataError, "\(error)")
    default: (status, words) = (nil, "\(error)")
    }
  }

  private static func words(_ faults: ValidationErrors, _ reader: SiteReader) -> String {
    let lines = faults.first.map { fault in
      let (column, value) = (fault.fault.field, fault.fault.value)
      return Rejection(
        file: (try? reader.place(of: fault)) ?? fault.kind, column: column.isEmpty ? nil : column,
        value: value.isEmpty ? nil : value, reason: fault.fault.reason
      ).description
    }
    let rest = faults.count > lines.count ? ["… and \(faults.count - lines.count) more."] : []
    return (lines + rest).joined(separator: "\n")
  }

  /// Tables have lost most of their rows since the last run.
  struct TablesLost: Error {
    let losses: [SourceLoss]

    fileprivate var words: String {
      let lines = losses.map { "The table \($0.table) has \($0.rows) rows, and had \($0.before) in the last run." }
      return (lines + ["If that is correct, repeat the import with --accept-loss."]).joined(separator: "\n")
    }
  }
}
