import Foundation
import PackagePlugin

/// Copies the templates of a target into its resources, wherever they are. A rule in Package.swift would have to name
/// each of them, since a rule for a folder takes the Swift files in it too.
@main struct Templates: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) -> [Command] {
    let files = (target as? any SourceModuleTarget)?.sourceFiles(withSuffix: ".mustache").map(\.url) ?? []
    return files.map { file in
      let copy = context.pluginWorkDirectoryURL.appending(path: file.lastPathComponent)
      return .buildCommand(
        displayName: "Copying \(file.lastPathComponent)", executable: URL(filePath: "/bin/cp"),
        arguments: [file.path, copy.path], inputFiles: [file], outputFiles: [copy])
    }
  }
}
