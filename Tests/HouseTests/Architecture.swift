import Foundation

/// The files of the repository, read from disk.
enum Architecture {
  private static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  struct File: Sendable {
    /// Relative to the root of the repository.
    let path: String
    let lines: [Substring]

    /// `Web` of `Sources/Web/Pages/User/UserPage.swift`.
    var module: String { String(path.split(separator: "/")[1]) }

    /// The modules that it imports; `import struct X.Y` imports X.
    var imports: Set<String> {
      Set(
        lines.compactMap { line in
          line.firstMatch(
            of:
              #/^\s*(?:@\w+\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/#
          )
          .map { String($0.1) }
        })
    }
  }

  /// The files below a folder whose paths have this ending, sorted by path.
  static func files(in folder: String, ending: String = ".swift") throws -> [File] {
    let paths = FileManager.default.enumerator(atPath: root.appending(path: folder).path)?.compactMap { $0 as? String }
    return try (paths ?? []).filter { $0.hasSuffix(ending) }.sorted().map { try file("\(folder)/\($0)") }
  }

  static func file(_ path: String) throws -> File {
    File(path: path, lines: try text(path).split(separator: "\n", omittingEmptySubsequences: false))
  }

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// Whether there is a file or folder at this path, relative to that file of the repository.
  static func exists(_ path: String, from file: String) -> Bool {
    let folder = root.appending(path: file.split(separator: "/").dropLast().joined(separator: "/"))
    return FileManager.default.fileExists(atPath: folder.appending(path: path).standardizedFileURL.path)
  }
}
