import DatabaseAccess
import Foundation

/// Why an export failed. Then the folder does not exist, or is empty as before.
package enum ExportError: Error, CustomStringConvertible, Equatable {
  /// The folder exists and cannot be used.
  case occupied(String)
  /// A file or folder cannot be written.
  case system(path: String, number: Int32)
  /// A record does not fit into the format.
  case unwritable(String)
  /// No user has this id.
  case unknownUser(String)

  package var description: String {
    switch self {
    case .occupied(let words), .unwritable(let words): words
    case .system(let path, let number): "\(path) cannot be written: \(String(cString: strerror(number)))."
    case .unknownUser(let id): "No user has the id \(id)."
    }
  }

  /// Whether the disk or the quota is full.
  package var isFull: Bool { if case .system(_, let number) = self { StorageError.isFull(number) } else { false } }
}
