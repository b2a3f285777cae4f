import Foundation

/// Keeps responses in a folder, one file each, so that `diff -r` compares those of two commits.
struct ResponseArchive {
  private let folder: URL

  /// - Returns: nil if the environment variable `TALLYBOOK_ENGINE_ARCHIVE` names no folder.
  init?(seed: UInt64) throws {
    guard let path = ProcessInfo.processInfo.environment["TALLYBOOK_ENGINE_ARCHIVE"] else { return nil }
    folder = URL(filePath: path).appending(path: "\(seed)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func keep(_ response: Answer, of address: String, for viewer: String) throws {
    let request = "\(viewer) \(address)"
    // FNV-1a: `Hasher` has another seed in each process.
    let name = request.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    let head = Data("\(request)\n\(response.status)\n".utf8)
    try (head + response.data).write(to: folder.appending(path: String(name, radix: 16)))
  }
}
