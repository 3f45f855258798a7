// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/cleanup.h"

#include <QObject>

namespace punchcard {

/// Removes what is older than the user keeps it: when it begins, and once a day from then on. Jobs keep their rows, scripts
/// and times; one that is not over, or that somebody drives, keeps everything.
class Keeping : public QObject
{
    Q_OBJECT

public:
    using Rules = std::function<KeepRules()>;

    /// @p rules are asked for each time, so that a number that is still being typed removes nothing.
    Keeping(std::shared_ptr<store::Store> store, Rules rules, Clock &clock = Clock::system(), QObject *parent = nullptr);
    ~Keeping() override;

    void begin();

signals:
    void done(qint64 freed);
    void failed(const punchcard::Error &error);

private:
    void cleanUp();

    std::shared_ptr<store::Store> m_store;
    Rules m_rules;
    Context m_context;
};

} // namespace punchcard
