import Foundation

/// Writes each message into a folder as a file (`.eml`) that mail programs can open: for trying out.
struct FolderMailer: Mailer {
  let folder: URL

  func send(_ message: MailMessage) async throws {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      // Atomically, so that programs that watch the folder only see complete messages.
      try Data(message.wireText.utf8).write(
        to: folder.appending(path: "\(message.date)-\(message.id).eml"), options: .atomic)
    } catch {
      throw MailFailure(isTemporary: true, "Cannot write to the folder \(folder.path): \(error.localizedDescription)")
    }
  }
}
