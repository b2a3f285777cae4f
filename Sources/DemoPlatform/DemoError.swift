/// Why a demo platform could not be written.
package enum DemoError: Error, Equatable, CustomStringConvertible {
  /// The folder exists and is not empty; nothing is ever overwritten.
  case folderNotEmpty(String)
  /// The folder could not be created or read.
  case folderUnusable(String, reason: String)
  /// A file could not be opened, written or closed (for example because the disk is full). The folder is then
  /// incomplete.
  case fileUnwritable(String, reason: String)

  package var description: String {
    switch self {
    case .folderNotEmpty(let folder): "The folder \(folder) is not empty; name a new or an empty one."
    case .folderUnusable(let folder, let reason): "The folder \(folder) cannot be used: \(reason)."
    case .fileUnwritable(let file, let reason): "The file \(file) cannot be written: \(reason)."
    }
  }
}
