import type { Command, Run } from '../frame/command.ts'
import { EXIT } from '../frame/exit-status.ts'
import { commandHelp, overallHelp, type Topic } from '../frame/help.ts'
import { renderPage } from '../frame/page.ts'

export function helpOn(commands: readonly Command[], topics: readonly Topic[]): Run<Record<string, never>> {
  return async ({ operands: [name] }, { language, stdout }) => {
    const command = commands.find((each) => each.name === name)
    const topic = topics.find((each) => each.name === name)
    if (command !== undefined) await stdout.write(commandHelp(command, language, stdout))
    else if (topic !== undefined) await stdout.write(renderPage((await topic.load())(language), stdout))
    else await stdout.write(overallHelp(commands, topics, language, stdout))
    return EXIT.done
  }
}
