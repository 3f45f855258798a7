// SPDX-License-Identifier: MIT
#include "app/cli/verbs/verbs.h"

namespace punchcard::cli {

QCoro::Task<ExitCode> carryOut(Bench &bench)
{
    switch (bench.arguments.verb) {
    case Verb::Run: return runVerb(bench);
    case Verb::List: return listVerb(bench);
    case Verb::Show: return showVerb(bench);
    case Verb::Logs: return logsVerb(bench);
    case Verb::Fetch: return fetchVerb(bench);
    case Verb::Cancel: return cancelVerb(bench);
    case Verb::Rerun: return rerunVerb(bench);
    case Verb::Wait: return waitVerb(bench);
    case Verb::Forget: return forgetVerb(bench);
    case Verb::Resume: return resumeVerb(bench);
    case Verb::LeftOvers: return leftOversVerb(bench);
    case Verb::AccountList: return accountListVerb(bench);
    case Verb::AccountAdd: return accountAddVerb(bench);
    case Verb::AccountEdit: return accountEditVerb(bench);
    case Verb::AccountRemove: return accountRemoveVerb(bench);
    case Verb::AccountCheck: return accountCheckVerb(bench);
    case Verb::Doctor: return doctorVerb(bench);
    case Verb::Examples: return examplesVerb(bench);
    case Verb::ExampleShow: return exampleShowVerb(bench);
    case Verb::Race: return raceVerb(bench);
    case Verb::Export: return exportVerb(bench);
    }
    return listVerb(bench);
}

} // namespace punchcard::cli
