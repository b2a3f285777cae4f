import Foundation

/// A folder that goes when the value does.
final class TemporaryFolder {
  let url = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)")
  deinit { try? FileManager.default.removeItem(at: url) }
}
