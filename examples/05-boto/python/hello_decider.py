import boto.swf.layer2 as swf
from connection import DOMAIN, VERSION, serve


class HelloDecider(swf.Decider):
    domain = DOMAIN
    task_list = 'default'

    def run(self):
        task = self.poll()
        if 'events' not in task:
            return  # the poll has ended without a task
        events = [e for e in task['events'] if not e['eventType'].startswith('Decision')]
        last = events[-1]
        decisions = swf.Layer1Decisions()
        if last['eventType'] == 'WorkflowExecutionStarted':
            name = last['workflowExecutionStartedEventAttributes']['input']
            decisions.schedule_activity_task('saying_hi', 'HelloWorld', VERSION, task_list='default', input=name)
        elif last['eventType'] == 'ActivityTaskCompleted':
            result = last['activityTaskCompletedEventAttributes']['result']
            decisions.complete_workflow_execution(result)
        elif last['eventType'] == 'ActivityTaskFailed':
            failure = last['activityTaskFailedEventAttributes']
            decisions.fail_workflow_execution(failure['reason'], failure.get('details'))
        self.complete(decisions=decisions)


if __name__ == '__main__':
    serve(HelloDecider())
