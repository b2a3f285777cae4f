import Foundation

/// Errors of a database, by what can be done about them.
package enum StorageError: Error, Sendable, CustomStringConvertible {
  /// The disk or the quota of the database is full.
  case full(String)
  /// The file system reports a fault, or does not permit reading or writing.
  case inputOutput(String)
  /// The database is locked or all connections are in use; a retry may succeed.
  case busy(String)
  /// A constraint of the schema is violated; the text is the engine's message.
  case constraint(String)
  /// The file or server cannot be opened, or was created by another version.
  case unavailable(String)
  /// The operation was cancelled.
  case interrupted
  /// Anything else: a bug, or a corrupt file.
  case failed(String)

  package var description: String {
    switch self {
    case .full(let detail): "The disk of the store is full; nothing was changed. (\(detail))"
    case .inputOutput(let detail): "Files of the store cannot be read or written; nothing was changed. (\(detail))"
    case .busy(let detail): "The store is busy; try again. (\(detail))"
    case .constraint(let detail): "The store rejected a value. (\(detail))"
    case .unavailable(let detail): detail
    case .interrupted: "Stopped; the store is as before."
    case .failed(let detail): "The store failed. (\(detail))"
    }
  }
}

extension StorageError {
  /// System errors for a full disk or quota.
  private static let fullErrors: Set<Int32> = [ENOSPC, EDQUOT]

  package static func isFull(_ number: Int32) -> Bool { fullErrors.contains(number) }

  /// - Parameter number: the `errno` of the failed call.
  package static func system(_ number: Int32, _ words: String) -> StorageError {
    let detail = "\(words): \(String(cString: strerror(number)))"
    return isFull(number) ? .full(detail) : .inputOutput(detail)
  }
}
