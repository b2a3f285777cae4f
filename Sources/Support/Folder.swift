package import Foundation

/// The entries of a folder.
///
/// Foundation's `contentsOfDirectory` and `subpathsOfDirectory` are not used: on Linux (Swift 6.3) they copy 256 bytes
/// for each name, however short it is. In a folder with some 1,300 entries the copy can reach past the end of the
/// system's buffer and crash the process.
package enum Folder {
  /// All names but `.` and `..`, in no particular order.
  /// - Throws: `POSIXError` if the folder cannot be read.
  package static func names(in path: String) throws -> [String] {
    guard let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name), let folder = opendir(path) else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = UnsafeRawPointer(entry).advanced(by: nameOffset).assumingMemoryBound(to: CChar.self)
      names.append(String(cString: name))
    }
    return names.filter { $0 != "." && $0 != ".." }
  }

  /// The files and folders in it, in no particular order.
  /// - Throws: `POSIXError` if the folder cannot be read.
  package static func contents(of folder: URL) throws -> [URL] {
    try names(in: folder.path).map { folder.appending(path: $0) }
  }
}
