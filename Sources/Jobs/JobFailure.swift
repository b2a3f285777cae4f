import Access
import DatabaseAccess
import Reports
import Spreadsheets

/// Why a file could not be made, told apart by what somebody can do about it.
package enum JobFailure: String, Error, Sendable, CaseIterable {
  /// The person may not have this file, or is deleted.
  case rights
  /// A filter makes no sense any more.
  case filter
  /// More columns, or a longer text, than a workbook holds: CSV would do.
  case workbook
  /// No room on the disk of the files or of the store.
  case disk
  /// The store was busy.
  case busy
  /// The server was ended in the middle, over and over.
  case lost
  /// A mistake of ours; the log knows more.
  case internalError = "internal"

  /// Whether another try would end alike.
  var isFinal: Bool { [.rights, .filter, .workbook, .lost].contains(self) }

  init(_ error: any Error) {
    self =
      switch error {
      case let failure as JobFailure: failure
      case is AccessDenied: .rights
      case is BadFilter: .filter
      case SpreadsheetError.cannotWrite: .disk
      case is SpreadsheetError: .workbook
      case StorageError.full: .disk
      case StorageError.busy, StorageError.interrupted: .busy
      default: .internalError
      }
  }

  /// How often a job is tried before it is given up, and how often its server may be ended beneath it.
  static let tries = 5
  static let lossLimit = 60

  /// Seconds until the next try: half a minute, two, eight, half an hour.
  static func pause(after failures: Int) -> Int { [30, 120, 480, 1_800][min(max(failures, 1), 4) - 1] }
}
