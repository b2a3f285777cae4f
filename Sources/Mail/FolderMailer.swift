import Foundation

/// Writes each message into a folder as a file (`.eml`) that mail programs open: for trying out.
struct FolderMailer: Mailer {
  let folder: URL

  func send(_ message: MailMessage) async throws {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      // Atomically: whoever watches the folder finds whole messages alone.
      try Data(message.wireText.utf8).write(
        to: folder.appending(path: "\(message.date)-\(message.id).eml"), options: .atomic)
    } catch {
      throw MailFailure(isTemporary: true, "The folder \(folder.path) cannot be written: \(error.localizedDescription)")
    }
  }
}
