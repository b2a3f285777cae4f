import Foundation

/// A folder that is removed together with the value.
final class TemporaryFolder {
  let url = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)")
  deinit { try? FileManager.default.removeItem(at: url) }
}
