import Access
import DatabaseAccess
import Foundation
import Reports
import Spreadsheets

/// Why a file could not be created, by what can be done about it.
package enum JobFailure: String, Error, Sendable, CaseIterable {
  /// The user may not have this file, or is deleted.
  case rights
  /// A filter is no longer valid.
  case filter
  /// More columns than a workbook can have; CSV works.
  case workbook
  /// The disk of the files or of the store is full.
  case disk
  /// The disk of the files or of the store has an error, or does not allow writing.
  case unwritable
  /// The store was busy.
  case busy
  /// The server was terminated during the job, repeatedly.
  case lost
  /// A bug; see the log.
  case internalError = "internal"

  /// Whether another try would fail as well.
  var isFinal: Bool { [.rights, .filter, .workbook, .lost].contains(self) }

  init(_ error: any Error) {
    self =
      switch error {
      case let failure as JobFailure: failure
      case is AccessDenied: .rights
      case is BadFilter: .filter
      case SpreadsheetError.noRoom: .disk
      case SpreadsheetError.cannotWrite: .unwritable
      case is SpreadsheetError: .workbook
      case StorageError.full: .disk
      case StorageError.inputOutput: .unwritable
      case StorageError.busy, StorageError.interrupted: .busy
      default: .internalError
      }
  }

  /// - Parameter number: `errno` of the failed call.
  package init(system number: Int32) { self = StorageError.isFull(number) ? .disk : .unwritable }

  /// From an error of Foundation.
  package init(writing error: any Error) {
    let cocoa = error as? CocoaError
    let posix = (cocoa?.underlying as? POSIXError ?? error as? POSIXError)?.code.rawValue
    self = cocoa?.code == .fileWriteOutOfSpace ? .disk : JobFailure(system: posix ?? EIO)
  }

  /// The number of tries before a job is given up (`tries`), and the number of times a server may be terminated during
  /// it (`lossLimit`).
  static let tries = 5
  static let lossLimit = 60

  /// Seconds until the next try: half a minute, two, eight, half an hour.
  static func pause(after failures: Int) -> Int { [30, 120, 480, 1_800][min(max(failures, 1), 4) - 1] }
}
