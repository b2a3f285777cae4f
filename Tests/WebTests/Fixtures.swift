import Foundation

/// Folders next to the tests.
enum Fixtures {
  private static let tests = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let sample = tests.appending(path: "Fixtures/sample").path
  static let sources = tests.deletingLastPathComponent().appending(path: "Sources")
}
