import boto.swf.layer2 as swf
from connection import DOMAIN, VERSION, serve

STEPS = ['ActivityA', 'ActivityB', 'ActivityC']
TASK_LISTS = {'ActivityA': 'a_tasks', 'ActivityB': 'b_tasks', 'ActivityC': 'c_tasks'}


class SerialDecider(swf.Decider):
    domain = DOMAIN
    task_list = 'default_tasks'

    def run(self):
        task = self.poll()
        if 'events' not in task:
            return
        events = [e for e in task['events'] if not e['eventType'].startswith('Decision')]
        last = events[-1]
        decisions = swf.Layer1Decisions()
        if last['eventType'] == 'WorkflowExecutionStarted':
            order = last['workflowExecutionStartedEventAttributes']['input']
            self.schedule(decisions, 0, order)
        elif last['eventType'] == 'ActivityTaskCompleted':
            attributes = last['activityTaskCompletedEventAttributes']
            result = attributes['result']
            scheduled = task['events'][attributes['scheduledEventId'] - 1]
            name = scheduled['activityTaskScheduledEventAttributes']['activityType']['name']
            if name == STEPS[-1]:
                decisions.complete_workflow_execution(result)
            else:
                self.schedule(decisions, STEPS.index(name) + 1, result)
        self.complete(decisions=decisions)

    def schedule(self, decisions, step, text):
        name = STEPS[step]
        decisions.schedule_activity_task(
            'step-%d' % step, name, VERSION, task_list=TASK_LISTS[name], input=text)


if __name__ == '__main__':
    serve(SerialDecider())
