// SPDX-License-Identifier: MIT
// What may run where: the rules for Actions of repositories and organisations, and which runners there are.
#include "core/hub/routes.h"

#include <QJsonArray>

#include <algorithm>

namespace punchcard::hub {

using namespace Qt::StringLiterals;

namespace {

QJsonObject selectedActions(const ActionsPolicy &policy)
{
    return {{u"github_owned_allowed"_s, policy.githubOwned},
            {u"verified_allowed"_s, policy.verified},
            {u"patterns_allowed"_s, QJsonArray::fromStringList(policy.patterns)}};
}

void takeSelectedActions(ActionsPolicy &policy, const QJsonObject &body)
{
    policy.githubOwned = body[u"github_owned_allowed"].toBool(policy.githubOwned);
    policy.verified = body[u"verified_allowed"].toBool(policy.verified);
    if (!body.contains(u"patterns_allowed"_s))
        return;
    policy.patterns.clear();
    for (const QJsonValue pattern : body[u"patterns_allowed"].toArray())
        policy.patterns.append(pattern.toString());
}

void takeAllowed(ActionsPolicy &policy, const QJsonObject &body)
{
    policy.allowed = body[u"allowed_actions"].toString(policy.allowed);
    policy.shaPinning = body[u"sha_pinning_required"].toBool(policy.shaPinning);
}

struct Policies
{
    State &state;
    const Account &account;

    /// The organisation's name as it is spelt; empty: there is none.
    [[nodiscard]] QString organisation(const Call &call) const
    {
        const qsizetype index = account.organisations.indexOf(call.parameter(u"org"_s), 0, Qt::CaseInsensitive);
        return index < 0 ? QString() : account.organisations.at(index);
    }

    Answer show(Call &call) const
    {
        const ActionsPolicy policy = state.policyOf(*call.repository);
        QJsonObject json{{u"enabled"_s, policy.enabled}, {u"sha_pinning_required"_s, policy.shaPinning}};
        if (policy.enabled)
            json.insert(u"allowed_actions"_s, policy.allowed);
        if (policy.enabled && policy.allowed == "selected"_L1)
            json.insert(u"selected_actions_url"_s, QString(call.views.api(*call.repository) + u"/actions/permissions/selected-actions"_s));
        return jsonAnswer(json);
    }

    Answer set(Call &call) const
    {
        if (!call.body[u"enabled"].isBool())
            return errorAnswer(422, u"Invalid request.\n\n\"enabled\" wasn't supplied."_s);
        call.repository->actions.enabled = call.body[u"enabled"].toBool();
        takeAllowed(call.repository->actions, call.body);
        state.save(*call.repository);
        return emptyAnswer(204);
    }

    // GitHub has nothing to say of a selection where nothing is selected.
    [[nodiscard]] Answer showSelected(const Call &call) const
    {
        const ActionsPolicy policy = state.policyOf(*call.repository);
        return policy.allowed == "selected"_L1 ? jsonAnswer(selectedActions(policy)) : errorAnswer(409, u"Conflict"_s);
    }

    Answer setSelected(Call &call) const
    {
        if (state.policyOf(*call.repository).allowed != "selected"_L1)
            return errorAnswer(409, u"Conflict"_s);
        takeSelectedActions(call.repository->actions, call.body);
        state.save(*call.repository);
        return emptyAnswer(204);
    }

    [[nodiscard]] Answer showOrganisation(const Call &call) const
    {
        const QString name = organisation(call);
        if (name.isEmpty())
            return notFound();
        const ActionsPolicy policy = state.organisationPolicy(name);
        return jsonAnswer(QJsonObject{{u"enabled_repositories"_s, policy.enabled ? u"all"_s : u"none"_s},
                                      {u"allowed_actions"_s, policy.allowed},
                                      {u"sha_pinning_required"_s, policy.shaPinning}});
    }

    Answer setOrganisation(Call &call) const
    {
        const QString name = organisation(call);
        if (name.isEmpty())
            return notFound();
        ActionsPolicy policy = state.organisationPolicy(name);
        policy.enabled = call.text(u"enabled_repositories"_s) != "none"_L1;
        takeAllowed(policy, call.body);
        state.setOrganisationPolicy(name, policy);
        return emptyAnswer(204);
    }

    Answer setOrganisationSelected(Call &call) const
    {
        const QString name = organisation(call);
        if (name.isEmpty())
            return notFound();
        ActionsPolicy policy = state.organisationPolicy(name);
        takeSelectedActions(policy, call.body);
        state.setOrganisationPolicy(name, policy);
        return emptyAnswer(204);
    }

    [[nodiscard]] Answer runners(const Call &call) const
    {
        if (organisation(call).isEmpty())
            return notFound();
        const bool isBusy = std::ranges::any_of(state.allRuns(), [](RunRecord *run) { return run->latest().status == Status::InProgress; });
        return jsonAnswer(QJsonObject{{u"total_count"_s, 1}, {u"runners"_s, QJsonArray{call.views.runner(isBusy)}}});
    }

    [[nodiscard]] Answer groups(const Call &call) const
    {
        const QString name = organisation(call);
        if (name.isEmpty())
            return notFound();
        const QString url = call.views.root() + u"/orgs/"_s + name + u"/actions/runner-groups/1/runners"_s;
        const QJsonObject group{{u"id"_s, 1},
                                {u"name"_s, u"Default"_s},
                                {u"visibility"_s, u"all"_s},
                                {u"default"_s, true},
                                {u"runners_url"_s, url},
                                {u"inherited"_s, false},
                                {u"allows_public_repositories"_s, true},
                                {u"restricted_to_workflows"_s, false},
                                {u"selected_workflows"_s, QJsonArray()},
                                {u"workflow_restrictions_read_only"_s, false}};
        return jsonAnswer(QJsonObject{{u"total_count"_s, 1}, {u"runner_groups"_s, QJsonArray{group}}});
    }
};

} // namespace

void addPolicyRoutes(Router &router, State &state, const Account &account)
{
    const auto policies = std::make_shared<Policies>(state, account);
    const QString repository = u"/repos/{owner}/{repo}/actions"_s;
    const QString permissions = repository + u"/permissions"_s;
    router.add("GET", permissions, [policies](Call &call) { return policies->show(call); });
    router.add("PUT", permissions, [policies](Call &call) { return policies->set(call); });
    router.add("GET", permissions + u"/selected-actions"_s, [policies](Call &call) { return policies->showSelected(call); });
    router.add("PUT", permissions + u"/selected-actions"_s, [policies](Call &call) { return policies->setSelected(call); });
    router.add("GET", permissions + u"/workflow"_s, [](Call &) {
        return jsonAnswer(QJsonObject{{u"default_workflow_permissions"_s, u"read"_s}, {u"can_approve_pull_request_reviews"_s, false}});
    });
    router.add("GET", permissions + u"/artifact-and-log-retention"_s,
               [](Call &) { return jsonAnswer(QJsonObject{{u"days"_s, 90}, {u"maximum_allowed_days"_s, 400}}); });
    router.add("GET", repository + u"/runners"_s,
               [](Call &) { return jsonAnswer(QJsonObject{{u"total_count"_s, 0}, {u"runners"_s, QJsonArray()}}); });

    const QString organisation = u"/orgs/{org}/actions"_s;
    router.add("GET", organisation + u"/permissions"_s, [policies](Call &call) { return policies->showOrganisation(call); });
    router.add("PUT", organisation + u"/permissions"_s, [policies](Call &call) { return policies->setOrganisation(call); });
    router.add("PUT", organisation + u"/permissions/selected-actions"_s,
               [policies](Call &call) { return policies->setOrganisationSelected(call); });
    router.add("GET", organisation + u"/runners"_s, [policies](Call &call) { return policies->runners(call); });
    router.add("GET", organisation + u"/runner-groups"_s, [policies](Call &call) { return policies->groups(call); });
    router.add("GET", organisation + u"/hosted-runners"_s, [policies](Call &call) {
        if (policies->organisation(call).isEmpty())
            return notFound();
        return jsonAnswer(QJsonObject{{u"total_count"_s, 0}, {u"runners"_s, QJsonArray()}});
    });
}

} // namespace punchcard::hub
