// SPDX-License-Identifier: MIT
#pragma once

#include "core/secrets/tokenstore.h"
#include "widgets/run/runchoices.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;

namespace punchcard {

class PlainList;
class SecretsModel;

namespace look {
class NoticeBar;
class Prompts;
} // namespace look

/// The secrets of a job: from a folder, from single files, from a set in the keychain, or typed. A value that was typed is
/// never shown again.
class SecretsSheet : public QDialog
{
    Q_OBJECT

public:
    /// @p tokens keeps the sets. Names in choices.valuesLacking() are asked for first.
    SecretsSheet(const RunChoices &choices, TokenStorePtr tokens, look::Prompts &prompts, QWidget *parent = nullptr);

    /// @p choices with the secrets as they are now.
    [[nodiscard]] RunChoices choices() const;

public slots:
    void addFolder(const QString &folder);
    void addFiles(const QStringList &files);
    /// What stands in the line of name and value.
    void addTyped();
    void removeChosen();

private:
    void build();
    QWidget *typedLine();
    void readSets();
    void addSet(const QString &set);
    void removeSet(const QString &set);
    void add(const SecretSource &source);
    void keepTyped(const QString &set, const QString &name, SecretString value);
    void judgeName();
    void askForLacking();

    TokenStorePtr m_tokens;
    look::Prompts &m_prompts;
    RunChoices m_choices;
    SecretsModel *m_model;
    PlainList *m_list;
    look::NoticeBar *m_notice;
    QLineEdit *m_name;
    QLineEdit *m_value;
    QComboBox *m_set;
    QLabel *m_nameProblem;
    QPushButton *m_add;
    QPushButton *m_remove;
    QMenu *m_setsMenu;
};

} // namespace punchcard
