import Foundation

/// What can go wrong in a database, told apart by what somebody can do about it.
package enum StorageError: Error, Sendable, CustomStringConvertible {
  /// The disk, or the room given to the database, is full.
  case full(String)
  /// The disk, or whatever holds the files, reports a fault, or does not let them be read or written.
  case inputOutput(String)
  /// Somebody else holds the database, or all connections are in use; another try may succeed.
  case busy(String)
  /// A constraint of the schema does not hold; `detail` is the engine's word.
  case constraint(String)
  /// The file or server cannot be opened, or was made by a newer version.
  case unavailable(String)
  /// The work was called off.
  case interrupted
  /// Anything else: a mistake of ours, or a broken file.
  case failed(String)

  package var description: String {
    switch self {
    case .full(let detail): "No room is left on the disk of the store; nothing was changed. (\(detail))"
    case .inputOutput(let detail): "Files of the store cannot be read or written; nothing was changed. (\(detail))"
    case .busy(let detail): "The store is busy; try again. (\(detail))"
    case .constraint(let detail): "The store refused a value. (\(detail))"
    case .unavailable(let detail): detail
    case .interrupted: "Stopped; the store is as before."
    case .failed(let detail): "The store failed. (\(detail))"
    }
  }
}

extension StorageError {
  /// Errors of the system that mean that no room is left, or that none is allowed.
  private static let fullErrors: Set<Int32> = [ENOSPC, EDQUOT]

  package static func isFull(_ number: Int32) -> Bool { fullErrors.contains(number) }

  /// - Parameter number: `errno`, as the failed call left it.
  package static func system(_ number: Int32, _ words: String) -> StorageError {
    let detail = "\(words): \(String(cString: strerror(number)))"
    return isFull(number) ? .full(detail) : .inputOutput(detail)
  }
}
