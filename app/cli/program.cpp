// SPDX-License-Identifier: MIT
#include "app/cli/program.h"

#include "app/cli/jsonevents.h"
#include "app/cli/jsonreporter.h"
#include "app/cli/passphrase.h"
#include "app/cli/verbs/verbs.h"
#include "core/base/diagnostics.h"
#include "core/base/latch.h"

#include <QCoreApplication>
#include <QTimer>

#include <cstdlib>

namespace punchcard::cli {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// What has not let go by then is cut off: the phase on the disk does the rest.
constexpr auto patience = 3s;

} // namespace

Program::Program(Arguments arguments)
    : m_arguments(std::move(arguments))
    , m_terminal(Streams::standard())
{
    // From the first moment: what a Ctrl-C means must not depend on how far the start has come.
    m_interrupts.setCancels(m_arguments.verb == Verb::Run);
    connect(&m_signals, &Signals::interrupted, &m_interrupts, &Interrupts::interrupt);
    connect(&m_signals, &Signals::terminated, &m_interrupts, &Interrupts::terminate);
    connect(&m_interrupts, &Interrupts::leaveWished, this,
            [this] { QTimer::singleShot(patience, this, [] { std::_Exit(int(ExitCode::Unknown)); }); });
}

Program::~Program() = default;

void Program::start()
{
    QCoro::connect(run(), this, [](ExitCode code) { QCoreApplication::exit(int(code)); });
}

Async<> Program::open()
{
    const Result<Home> home = Home::open();
    if (!home)
        co_return home.error();
    diagnostics::start(home->data, m_arguments.verbose);
    if (m_arguments.verbose)
        m_terminal.setPlain();
    const Result<std::shared_ptr<store::Store>> store = co_await store::Store::open(*home);
    if (!store)
        co_return store.error();
    const auto keychain = std::make_shared<KeychainTokenStore>(home->keychainService);
    const auto ask = [this](SealedTokenStore::For what, Context context) { return passphrase(m_terminal, what, context); };
    const auto sealed = std::make_shared<SealedTokenStore>(home->data + u"/tokens.sealed"_s, ask);
    const auto tokens = std::make_shared<SessionTokenStore>(keychain, sealed);
    m_bench = std::make_unique<Bench>(Bench{.arguments = m_arguments,
                                            .terminal = m_terminal,
                                            .interrupts = m_interrupts,
                                            .home = *home,
                                            .keychain = keychain,
                                            .tokens = tokens,
                                            .desk = std::make_unique<Desk>(*store, tokens)});
    co_return {};
}

QCoro::Task<ExitCode> Program::run()
{
    const Result<> opened = co_await open();
    if (!opened) {
        if (m_arguments.watch.json)
            printJson(m_terminal, errorEvent(opened.error()));
        m_terminal.tell(opened.error().sentence());
        co_return m_arguments.verb == Verb::Run ? ExitCode::NotSubmitted : ExitCode::Failed;
    }
    const ExitCode code = co_await carryOut(*m_bench);
    co_await close();
    co_return withOutput(code);
}

// A log that was cut off by a full disk is no success.
ExitCode Program::withOutput(ExitCode code)
{
    const QString why = m_terminal.outFailure();
    if (why.isEmpty())
        return code;
    m_terminal.tell(tr("Not all of it could be written to standard output (%1): make room where it goes, then ask for it again with "
                       "“punch show” or “punch logs”.")
                        .arg(why));
    if (code != ExitCode::Succeeded)
        return code;
    const bool isRun = m_arguments.verb == Verb::Run || m_arguments.verb == Verb::Rerun || m_arguments.verb == Verb::Wait;
    return isRun ? ExitCode::Incomplete : ExitCode::Failed;
}

QCoro::Task<> Program::close()
{
    Latch latch;
    connect(m_bench->desk.get(), &Desk::idle, &latch, &Latch::open);
    latch.openAfter(patience);
    m_bench->desk->stop();
    co_await latch.opened();
}

} // namespace punchcard::cli
