import Access
import DatabaseAccess
import Foundation
import Reports
import Spreadsheets

/// Why a file could not be made, told apart by what somebody can do about it.
package enum JobFailure: String, Error, Sendable, CaseIterable {
  /// The person may not have this file, or is deleted.
  case rights
  /// A filter makes no sense any more.
  case filter
  /// More columns than a workbook holds: CSV would do.
  case workbook
  /// No room on the disk of the files or of the store.
  case disk
  /// The disk of the files or of the store reports a fault, or does not let them be written.
  case unwritable
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
      case SpreadsheetError.noRoom: .disk
      case SpreadsheetError.cannotWrite: .unwritable
      case is SpreadsheetError: .workbook
      case StorageError.full: .disk
      case StorageError.inputOutput: .unwritable
      case StorageError.busy, StorageError.interrupted: .busy
      default: .internalError
      }
  }

  /// - Parameter number: `errno`, as the failed call left it.
  package init(system number: Int32) { self = StorageError.isFull(number) ? .disk : .unwritable }

  /// Of what Foundation failed with.
  package init(writing error: any Error) {
    let cocoa = error as? CocoaError
    let posix = (cocoa?.underlying as? POSIXError ?? error as? POSIXError)?.code.rawValue
    self = cocoa?.code == .fileWriteOutOfSpace ? .disk : JobFailure(system: posix ?? EIO)
  }

  /// How often a job is tried before it is given up, and how often its server may be ended beneath it.
  static let tries = 5
  static let lossLimit = 60

  /// Seconds until the next try: half a minute, two, eight, half an hour.
  static func pause(after failures: Int) -> Int { [30, 120, 480, 1_800][min(max(failures, 1), 4) - 1] }
}
